"""Eight slots priced at once: the one loop written for the processor rather than the reader.

A person's best shift in a slot is the greatest of (price − travel) over the venues they reach.
Prices lie in blocks of eight slots, so one vector load, one subtraction and one maximum per venue
answer for eight slots. Numba doesn't make vector code of such short loops by itself, so it is
spelt out here: about 1 ns a venue.
"""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, types
from numba.extending import intrinsic

LANES = 8


@intrinsic
def _raise_to_best(
    typing_context: Any,
    prices: Any,
    shift: Any,
    venue_at: Any,
    cost: Any,
    begin: Any,
    end: Any,
    best: Any,
) -> Any:
    """best[t] = max(best[t], prices[shift + venue_at[k] + t] − cost[k]) for k in begin..end, t < 8.

    prices, cost, best: float32, contiguous; venue_at: uint32, where a venue's eight prices start.
    Plain indexing: nothing is checked.
    """
    signature = types.void(prices, types.int64, venue_at, cost, types.int64, types.int64, best)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        single, word = ir.FloatType(), ir.IntType(64)
        eight = ir.VectorType(single, LANES)
        pick_first = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        nothing = ir.Constant(eight, ir.Undefined)

        def data(at: int) -> Any:
            return context.make_array(sig.args[at])(context, builder, args[at]).data

        def load_eight(pointer: Any) -> Any:
            loaded = builder.load(builder.bitcast(pointer, eight.as_pointer()))
            loaded.align = 4
            return loaded

        first_price, venues, costs, target = (
            builder.gep(data(0), [args[1]]),
            data(2),
            data(3),
            data(6),
        )
        greatest = cgutils.alloca_once(builder, eight)  # type: ignore[no-untyped-call]
        builder.store(load_eight(target), greatest)
        one = ir.Constant(word, 1)
        with cgutils.for_range_slice(builder, args[4], args[5], one, word) as (k, _):
            at = builder.zext(builder.load(builder.gep(venues, [k])), word)
            price = load_eight(builder.gep(first_price, [at]))
            cost_k = builder.load(builder.gep(costs, [k]))
            cost_once = builder.insert_element(nothing, cost_k, ir.Constant(ir.IntType(32), 0))
            cost_eight = builder.shuffle_vector(cost_once, nothing, pick_first)
            value = builder.fsub(price, cost_eight)
            so_far = builder.load(greatest)
            above = builder.fcmp_ordered(">", value, so_far)
            builder.store(builder.select(above, value, so_far), greatest)
        stored = builder.store(builder.load(greatest), builder.bitcast(target, eight.as_pointer()))
        stored.align = 4
        return context.get_dummy_value()

    return signature, generate


raise_to_best: Any = _raise_to_best  # mypy would count the compiler's own first argument

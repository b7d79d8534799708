"""Made-up people in households, with pairs of whom it is known whether they are one person."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from groundswell.apps.people.demo_people import FIRST_NAMES, LAST_NAMES
from groundswell.apps.people.planning.short_names import SAME_NAME
from groundswell.exchange.people.keys import name_key, street_key

STREETS = [f"{a} {b}" for a in "High Church Station Mill Park Victoria Queen Green".split()
           for b in "Street Road Lane Avenue Close Terrace".split()]  # fmt: skip
HOUSEHOLD = ((1, 0.3), (2, 0.4), (3, 0.15), (4, 0.1), (5, 0.05))
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


@dataclass(frozen=True)
class MadeUp:
    """people: columns of planning.duplicates. pairs: one, other, kind, is_one (one human being)."""

    people: pl.DataFrame
    pairs: pl.DataFrame


def made_up(n: int, rng: np.random.Generator) -> MadeUp:
    """n people, one in fifty of them planted as the second of a pair of a known kind."""
    base = _households(n, rng)
    each = max(n // 500, 1)
    listed = (pl.col("email") != "") & (pl.col("source") == "register-uk")
    adults = base.filter(listed).sample(each * len(KINDS), seed=7)
    people, pairs = [base], []
    for place, (kind, (is_one, change)) in enumerate(KINDS.items()):
        firsts = adults.slice(place * each, each)
        seconds = change(firsts, rng).with_columns(
            id=pl.Series([f"{n + place * each + i:032x}" for i in range(each)])
        )
        people.append(seconds.select(base.columns))
        pairs.append(
            pl.DataFrame({"one": firsts["id"], "other": seconds["id"]}).with_columns(
                kind=pl.lit(kind), is_one=pl.lit(is_one)
            )
        )
    whole = pl.concat(people).with_columns(
        name_key=name_key(pl.col("first_name"), pl.col("last_name")),
        street_key=street_key(pl.col("address"), pl.col("postcode")),
    )
    return MadeUp(whole.sample(fraction=1.0, shuffle=True, seed=3), pl.concat(pairs))


def _households(n: int, rng: np.random.Generator) -> pl.DataFrame:
    sizes = rng.choice([s for s, _ in HOUSEHOLD], size=n, p=[p for _, p in HOUSEHOLD])
    home = np.repeat(np.arange(n), sizes)[:n]
    n_homes = int(home[-1]) + 1
    # Names are as uneven as they are: the hundredth is a tenth as common as the first ones.
    first = np.array(FIRST_NAMES)[_uneven(len(FIRST_NAMES), n, rng)]
    family = np.array(LAST_NAMES)[_uneven(len(LAST_NAMES), n_homes, rng)]
    own = np.array(LAST_NAMES)[_uneven(len(LAST_NAMES), n, rng)]
    last = np.where(rng.random(n) < 0.75, family[home], own)
    codes = np.arange(n_homes) // 15
    postcode = np.array([_postcode(code) for code in range(int(codes[-1]) + 1)])[codes]
    street = np.array(STREETS)[(codes * 7) % len(STREETS)]
    house = np.arange(n_homes) % 15 * 2 + 1
    address = np.char.add(np.char.add(house.astype(str), " "), street)
    shared = rng.random(n) < 0.1  # a household's telephone rather than one's own
    phone = np.where(shared, home, np.arange(n) + n_homes)
    has_email, has_phone = rng.random(n) < 0.6, rng.random(n) < 0.6
    return pl.DataFrame(
        {
            "id": [f"{i:032x}" for i in range(n)],
            "first_name": first,
            "last_name": last,
            "email": np.where(has_email, np.char.add(np.arange(n).astype(str), "@example.org"), ""),
            "phone": np.where(has_phone, np.char.add("+447", phone.astype(str)), ""),
            "address": address[home],
            "postcode": postcode[home],
            "source": np.where(rng.random(n) < 0.5, "register-uk", "csv"),
            "source_id": np.arange(n).astype(str),
        }
    )


def _postcode(number: int) -> str:
    """A postcode in an area, ZZ, that doesn't exist; no two of 198,000 numbers alike."""
    district, rest = number // 2000 % 99 + 1, number % 2000
    return f"ZZ{district} {rest % 10}{chr(65 + rest // 10 % 20)}{chr(65 + rest // 200)}"


def _uneven(kinds: int, n: int, rng: np.random.Generator) -> np.ndarray:
    weight = 1 / (np.arange(kinds) + 10)
    return rng.choice(kinds, size=n, p=weight / weight.sum())


def _typed_wrong(text: str, rng: np.random.Generator) -> str:
    """One slip: a letter changed, left out, doubled, or two changed about."""
    at = int(rng.integers(1, max(len(text) - 1, 2)))
    slip = rng.integers(4)
    if slip == 0:
        return text[:at] + str(rng.choice(LETTERS)) + text[at + 1 :]
    if slip == 1:
        return text[:at] + text[at + 1 :]
    if slip == 2:
        return text[:at] + text[at] + text[at:]
    return text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :]


def _other_list(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(source=pl.lit("mobilize"), source_id="m" + pl.col("source_id"))


def _new_contact(rows: pl.DataFrame, mark: str) -> pl.DataFrame:
    return rows.with_columns(email=mark + pl.col("email"), phone="+448" + pl.col("source_id"))


def typo(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    wrong = pl.Series([_typed_wrong(name, rng) for name in rows["last_name"]])
    return _other_list(rows).with_columns(last_name=wrong, email=pl.lit(""))


def typo_with_email(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    wrong = pl.Series([_typed_wrong(name, rng) for name in rows["first_name"]])
    return _other_list(rows).with_columns(
        first_name=wrong, address=pl.lit(""), postcode=pl.lit(""), phone=pl.lit("")
    )


def swapped(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return _other_list(rows).with_columns(
        first_name="last_name", last_name="first_name", phone=pl.lit(""), email=pl.lit("")
    )


def moved(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return _other_list(rows).with_columns(
        address=pl.lit("7 New Row"), postcode=pl.lit("YY1 1AA"), phone=pl.lit("")
    )


def short_name(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    short: dict[str, str] = {}
    for one, other in sorted(SAME_NAME):
        if one != other:
            short.setdefault(one, other)
    called = [short.get(name.lower(), name).title() for name in rows["first_name"]]
    return _other_list(rows).with_columns(first_name=pl.Series(called), phone=pl.lit(""))


def address_retyped(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    other = pl.col("address").str.replace("Street", "St").str.replace("Road", "Rd")
    return _other_list(rows).with_columns(
        address="The Cottage, " + other, email=pl.lit(""), phone=pl.lit("")
    )


def twice_on_lists(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return _other_list(rows).with_columns(email=pl.lit(""), phone=pl.lit(""))


def twins(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    names = np.array(FIRST_NAMES)[rng.integers(len(FIRST_NAMES), size=rows.height)]
    return _other_list(rows).with_columns(first_name=pl.Series(names), email=pl.lit(""))


def couple_of_one_address(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return twins(rows, rng).with_columns(email=rows["email"])


def father_and_son_on_the_roll(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return rows.with_columns(
        source_id="9" + pl.col("source_id"), email=pl.lit(""), phone=pl.lit("")
    )


def father_and_son_two_telephones(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return _new_contact(_other_list(rows), "junior")


def namesakes_in_one_town(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return _new_contact(_other_list(rows), "other").with_columns(
        address=pl.lit("99 Far End"), postcode=pl.col("postcode").str.slice(0, 4) + "9ZZ"
    )


Change = Callable[[pl.DataFrame, np.random.Generator], pl.DataFrame]
KINDS: dict[str, tuple[bool, Change]] = {
    "a typing error, same home": (True, typo),
    "a typing error, same e-mail": (True, typo_with_email),
    "names changed about": (True, swapped),
    "moved house": (True, moved),
    "a short name": (True, short_name),
    "address written otherwise": (True, address_retyped),
    "on two lists, no contact": (True, twice_on_lists),
    "twins": (False, twins),
    "a couple with one e-mail": (False, couple_of_one_address),
    "father and son on the roll": (False, father_and_son_on_the_roll),
    "father and son, own contacts": (False, father_and_son_two_telephones),
    "namesakes in one town": (False, namesakes_in_one_town),
}

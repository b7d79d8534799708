"""A full name cut in two: "Ann-Marie O’Dowd", "van der Berg, Jan", "Smith John", "Madonna"."""

import polars as pl

from groundswell.exchange.people.some_cells import made

TITLES = (
    "mr mrs ms miss mx dr prof professor rev revd sir dame lord lady cllr councillor mp mep "
    "hon herr frau mme mlle monsieur madame sr sra srta sig dott ing dhr mevr"
)
# What belongs to the surname that follows it.
PARTICLES = (
    "van von vom zu zur der den de del della dello delle degli di da do dos das du des d la "
    "le lo les los las el al bin ibn ben bint abu ap ab ferch st saint san santa ten ter te "
    "op af av"
)
SUFFIXES = "jr sr jnr snr ii iii iv esq obe mbe cbe phd md"

_TITLES = rf"^(?i:(?:(?:{TITLES.replace(' ', '|')})\.?\s+)+)"
_SUFFIX = rf"(?i:,?\s+(?:{SUFFIXES.replace(' ', '|')})\.?)$"
_OF_SURNAME = rf"(?i:(?:{PARTICLES.replace(' ', '|')})\s+)"
_COMMA = r"^([^,]*?)\s*,\s*(.*)$"
_FIRST_LAST = rf"^(.+?)\s+((?:{_OF_SURNAME})*\S+)$"
_LAST_FIRST = rf"^((?:{_OF_SURNAME})*\S+)\s+(.+)$"


def split_names(cells: pl.Series, *, last_first: bool = False) -> pl.DataFrame:
    """Columns `first_name` and `last_name`, "" where a part is missing.

    last_first: the surname stands first even without a comma. Titles are dropped, "Jr" and the
    like stay with the surname. One word alone is a first name, or a surname if those come first.
    """
    tidy = made(
        cells,
        lambda cell: (
            cell.fill_null("")
            .str.strip_chars()
            .str.replace_all(r"\s+", " ")
            .str.replace(_TITLES, "")
        ),
    )
    name = pl.col("name")
    suffix = name.str.extract(f"({_SUFFIX})").fill_null("")
    frame = tidy.alias("name").to_frame()
    frame = frame.with_columns(
        suffix=suffix.str.strip_chars(" ,"), name=name.str.replace(_SUFFIX, "")
    )
    comma = name.str.extract_groups(_COMMA)
    apart = name.str.extract_groups(_LAST_FIRST if last_first else _FIRST_LAST)
    one, two = apart.struct.field("1"), apart.struct.field("2")
    first, last = (two, one) if last_first else (one, two)
    alone = ("", name) if last_first else (name, "")
    frame = frame.select(
        "suffix",
        first_name=pl.coalesce(comma.struct.field("2"), first, _text(alone[0])).str.strip_chars(),
        last_name=pl.coalesce(comma.struct.field("1"), last, _text(alone[1])).str.strip_chars(),
    )
    behind = pl.concat_str("last_name", "suffix", separator=" ").str.strip_chars()
    return frame.select(
        pl.col("first_name").str.replace(_TITLES, ""),
        last_name=pl.when(pl.col("suffix") == "").then("last_name").otherwise(behind),
    )


def _text(value: "pl.Expr | str") -> pl.Expr:
    return pl.lit(value) if isinstance(value, str) else value

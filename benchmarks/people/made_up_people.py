"""A million made-up people: as many different names, streets and areas as a real list has."""

import numpy as np
import polars as pl

from groundswell.apps.people.demo_people import FIRST_NAMES, LAST_NAMES
from groundswell.exchange.people.keys import name_key, street_key

SYLLABLES = """
    ash ber bro cal car chap cor dal dar den dun el fair fen ford gar glen gran hal ham har hart
    hol hur in kel ken kin lang lin lock mar mer mill mor nor nut oak or pem pen per por ran red
    ridge ros row sal san sel shaw ship sil stan stin sud tal ten thor tin tre tur van wal war
    wels wes whit wil win wood wor yar
""".split()
ENDINGS = "ton ley ham field worth by well man son er ing land stone wood ford ery ell".split()
STREET_ENDS = ("Street", "Road", "Lane", "Close", "Avenue", "Drive", "Crescent", "Court", "Way")
COMMON_STREETS = ("High Street", "Station Road", "Church Lane", "Mill Lane", "Park Road")


def zipf(n_kinds: int, n: int, rng: np.random.Generator, power: float = 0.9) -> np.ndarray:
    """(n,) numbers of kinds; the k-th kind comes in proportion to 1 / k^power."""
    weight = 1 / np.arange(1, n_kinds + 1) ** power
    return rng.choice(n_kinds, size=n, p=weight / weight.sum())


def invented(n: int, rng: np.random.Generator) -> list[str]:
    """n different words that sound like surnames."""
    made: dict[str, None] = {}
    while len(made) < n:
        pairs = rng.integers(len(SYLLABLES), size=(n, 2))
        ends = rng.integers(len(ENDINGS), size=n)
        for (one, other), end in zip(pairs.tolist(), ends.tolist(), strict=True):
            made[(SYLLABLES[one] + SYLLABLES[other] + ENDINGS[end]).capitalize()] = None
    return list(made)[:n]


def made_up_people(n: int, wards: list[str], rng: np.random.Generator) -> pl.DataFrame:
    """n people with the columns of people.Person but for ids, organisation and times.

    wards: ids of the areas they live in. About 60,000 surnames, 3,000 first names, 20,000 streets;
    half have an e-mail address and two thirds a telephone.
    """
    last = np.array([*LAST_NAMES, *invented(60_000, rng)])
    first = np.array([*FIRST_NAMES, *(name[:7] for name in invented(3_000, rng))])
    streets = np.array(
        [
            *COMMON_STREETS,
            *(f"{w} {STREET_ENDS[k % 9]}" for k, w in enumerate(invented(20_000, rng))),
        ]
    )
    ward = zipf(len(wards), n, rng, power=0.3)
    has_email, has_phone = rng.random(n) < 0.5, rng.random(n) < 0.66
    frame = pl.DataFrame(
        {
            "first_name": first[zipf(first.size, n, rng)],
            "last_name": last[zipf(last.size, n, rng)],
            "address": pl.Series(rng.integers(1, 120, size=n)).cast(pl.String)
            + " "
            + pl.Series(streets[zipf(streets.size, n, rng, power=0.6)]),
            "town": np.array(invented(1_000, rng))[ward % 1_000],
            # A postcode's district follows the ward; 20 codes or so in each.
            "postcode": [
                f"{'ABCDEGHLMNPRSTW'[w % 15]}{'ABDEHLNRST'[w // 15 % 10]}{w // 150 % 60 + 1} "
                f"{k % 9 + 1}{'ABDEFGHJLN'[k // 9]}{'ABDEFGHJLN'[k % 10]}"
                for w, k in zip(ward.tolist(), rng.integers(90, size=n).tolist(), strict=True)
            ],
            "area": np.array(wards)[ward],
            "is_minor": rng.random(n) < 0.005,
            "is_stopped": rng.random(n) < 0.01,
            "email": [f"someone.{k}@example.org" if has else "" for k, has in enumerate(has_email)],
            "phone": [f"+4477{k:08d}" if has else "" for k, has in enumerate(has_phone)],
        }
    )
    return frame.with_columns(
        name_key=name_key(pl.col("first_name"), pl.col("last_name")),
        street_key=street_key(pl.col("address"), pl.col("postcode")),
        source=pl.lit(""),
        source_id=pl.lit(""),
        by_hand=pl.lit(0),
    )

"""When somebody can help: "Sat am; Sun am", "weekends", "Tuesday evenings" → slots' codes."""

import re
from itertools import product

import polars as pl

from groundswell.exchange.people.plain_text import without_marks
from groundswell.exchange.people.some_cells import by_value

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("am", "pm", "eve")
WEEK, WEEKEND = DAYS[:5], DAYS[5:]

DAY_WORDS = {
    "mon": "mon mondays monday mo montag lundi lun lunes lunedi",
    "tue": "tue tues tuesday tuesdays di dienstag mardi mar martes martedi",
    "wed": "wed weds wednesday wednesdays mi mittwoch mercredi mer miercoles mercoledi",
    "thu": "thu thur thurs thursday thursdays donnerstag jeudi jeu jueves giovedi",
    "fri": "fri friday fridays fr freitag vendredi ven viernes venerdi",
    "sat": "sat saturday saturdays sa samstag sonnabend samedi sam sabado sabato",
    "sun": "sun sunday sundays so sonntag dimanche dim domingo domenica",
}
GROUP_WORDS = {
    WEEKEND: "weekend weekends wochenende wochenenden finde finesdesemana",
    WEEK: "weekday weekdays werktags semaine",
    DAYS: "any anytime always daily everyday all flexible immer toujours siempre sempre",
}
PART_WORDS = {
    "am": "am morning mornings vormittag vormittags morgens matin matins manana mattina",
    "pm": "pm afternoon afternoons nachmittag nachmittags apresmidi tarde pomeriggio",
    "eve": "eve eves evening evenings night nights abend abends soir soirs noche sera",
}
DAY_OF: dict[str, tuple[str, ...]] = {
    word: (day,) for day, words in DAY_WORDS.items() for word in words.split()
}
DAY_OF |= {word: days for days, words in GROUP_WORDS.items() for word in words.split()}
PART_OF = {word: part for part, words in PART_WORDS.items() for word in words.split()}
# What may stand among them and says nothing.
PASSED_OVER = frozenset(
    "and or the on in at und oder et ou y e le la am only usually mostly".split()
)


def slot_lists(cells: pl.Series) -> pl.Series:
    """Lists of codes such as "sat-am", in the week's order; null where a wording isn't known."""

    def read(values: pl.Series) -> pl.Series:
        return pl.Series(
            [[] if not value else slots_of(value[:200]) for value in values],
            dtype=pl.List(pl.String),
        )

    return by_value(cells, read)


def slots_of(text: str) -> list[str] | None:
    """The slots that one wording names; None if any of its words isn't known.

    Days without a part of the day mean morning and afternoon; parts without a day, weekdays for
    evenings and every day otherwise.
    """
    found: set[str] = set()
    waiting: list[str] = []  # days whose part hasn't come yet
    for clause in re.split(r"[;,|/\n]+", without_marks(text)):
        days: list[str] = []
        parts: list[str] = []
        for word in re.findall(r"[^\W_]+", clause):
            if word in DAY_OF:
                days += DAY_OF[word]
            elif word in PART_OF:
                parts.append(PART_OF[word])
            elif word not in PASSED_OVER:
                return None
        if days and not parts:
            waiting += days
            continue
        if parts:
            days = days or (waiting if waiting else list(WEEK if parts == ["eve"] else DAYS))
            found |= {f"{day}-{part}" for day, part in product(days, parts)}
            waiting = [] if days is waiting else waiting
    found |= {f"{day}-{part}" for day, part in product(waiting, ("am", "pm"))}
    order = {f"{day}-{part}": n for n, (day, part) in enumerate(product(DAYS, PARTS))}
    return sorted(found, key=order.__getitem__)

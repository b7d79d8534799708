"""Who stood and what they got, and what the final polls led one to expect."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl

RESULTS_FILE = "uk_ge_results_long.csv.gz"
POLLS_FILE = "uk_polls_gb_1945_2017.csv"
NATIONS = ("England", "Scotland", "Wales")
GREAT_BRITAIN = "Great Britain"

# Each coming election starts from the one before: its votes say how much a nation weighs.
BASE = {"2015-05-07": "2010-05-06", "2017-06-08": "2015-05-07"}

# No recorded poll average was found for these: recalled, rounded to half a point, and marked so.
# Scotland and Wales whole, Great Britain for the parties that the recorded polls leave out.
ROUNDED = {
    "2015-05-07": {
        GREAT_BRITAIN: {"UKIP": 0.130, "GRN": 0.048, "OTH": 0.015},
        "Scotland": {
            **{"CON": 0.155, "LAB": 0.260, "LD": 0.050, "SNP": 0.490},
            **{"UKIP": 0.020, "GRN": 0.020, "OTH": 0.005},
        },
        "Wales": {
            **{"CON": 0.260, "LAB": 0.390, "LD": 0.070, "PC": 0.120},
            **{"UKIP": 0.130, "GRN": 0.030, "OTH": 0.0},
        },
    },
    "2017-06-08": {
        GREAT_BRITAIN: {"UKIP": 0.043, "GRN": 0.022, "OTH": 0.020},
        "Scotland": {
            **{"CON": 0.280, "LAB": 0.250, "LD": 0.055, "SNP": 0.405},
            **{"UKIP": 0.010, "GRN": 0.005, "OTH": 0.0},
        },
        "Wales": {
            **{"CON": 0.340, "LAB": 0.460, "LD": 0.050, "PC": 0.090},
            **{"UKIP": 0.050, "GRN": 0.010, "OTH": 0.0},
        },
    },
}
POLLED = {"CON": "con_share", "LAB": "lab_share", "LD": "lib_share"}
ORDER = ("CON", "LAB", "LD", "SNP", "PC", "UKIP", "GRN", "OTH")

# code: name, short name, the colour that newspapers and broadcasters use for it.
PARTIES = {
    "CON": ("Conservative and Unionist Party", "Conservative", "#0087dc"),
    "LAB": ("Labour Party", "Labour", "#e4003b"),
    "LD": ("Liberal Democrats", "Lib Dem", "#faa61a"),
    "SNP": ("Scottish National Party", "SNP", "#fdf38e"),
    "UKIP": ("UK Independence Party", "UKIP", "#70147a"),
    "GRN": ("Green parties", "Green", "#02a95b"),
    "DUP": ("Democratic Unionist Party", "DUP", "#d46a4c"),
    "SF": ("Sinn Féin", "Sinn Féin", "#326760"),
    "PC": ("Plaid Cymru", "Plaid Cymru", "#005b54"),
    "SDLP": ("Social Democratic and Labour Party", "SDLP", "#2aa82c"),
    "UUP": ("Ulster Unionist Party", "UUP", "#48a5ee"),
    "APNI": ("Alliance Party of Northern Ireland", "Alliance", "#f6cb2f"),
    "BNP": ("British National Party", "BNP", "#2e3b74"),
    "TUV": ("Traditional Unionist Voice", "TUV", "#0c3a6a"),
    "RES": ("Respect Party", "Respect", "#46801c"),
    "SPK": ("Speaker seeking re-election", "Speaker", "#505050"),
    "IND": ("Independent candidates", "Independent", "#9a9a9a"),
    "OTH": ("Other parties", "Other", "#777777"),
}
NO_PARTY = ("IND", "SPK", "OTH")


def result_rows(uk: Path) -> Iterator[tuple[object, ...]]:
    """One row for each candidacy, names left out; within a seat the most votes first."""
    table = pl.read_csv(uk / RESULTS_FILE).select(
        *("election_date", "gss_code", "constituency_name", "region", "nation"),
        *("electorate", "valid_votes", "party", "votes"),
    )
    keys = ["election_date", "gss_code", "votes", "party"]
    yield from table.sort(keys, descending=[False, False, True, False]).iter_rows()


def party_rows(uk: Path) -> Iterator[tuple[object, ...]]:
    """The party codes in the order of their votes in 2017, then those that are no party."""
    votes = pl.read_csv(uk / RESULTS_FILE).filter(pl.col("year") == 2017)
    total: dict[str, int] = dict(votes.group_by("party").agg(pl.col("votes").sum()).iter_rows())
    parties = sorted(PARTIES.keys() - set(NO_PARTY), key=lambda code: (-total.get(code, 0), code))
    for position, code in enumerate((*parties, *NO_PARTY), start=1):
        yield (code, *PARTIES[code], position)


def national_rows(uk: Path, *, polling_day: str) -> Iterator[tuple[object, ...]]:
    """Shares expected on the eve of an election, by nation and for Great Britain.

    Great Britain: Con, Lab and Lib Dem from the recorded polls; the smaller parties rounded; SNP
    and Plaid Cymru as their own nation's share implies; scaled to 1. England is what is left of
    Great Britain once Scotland and Wales, weighted by their last votes, are taken out.
    """
    weight = nation_weights(uk, election_date=BASE[polling_day])
    rounded = ROUNDED[polling_day]
    nations = {name: scaled(rounded[name]) for name in ("Scotland", "Wales")}

    local = {
        "SNP": weight["Scotland"] * nations["Scotland"]["SNP"],
        "PC": weight["Wales"] * nations["Wales"]["PC"],
    }
    wide = recorded_polls(uk, polling_day=polling_day) | rounded[GREAT_BRITAIN]
    britain = local | scaled(wide, to=1 - sum(local.values()))
    elsewhere = {
        party: sum(weight[name] * shares.get(party, 0) for name, shares in nations.items())
        for party in wide
    }
    nations["England"] = {
        party: (britain[party] - elsewhere[party]) / weight["England"] for party in wide
    }
    origin = dict.fromkeys(POLLED, "recorded polls") | dict.fromkeys(local, "nations")
    for area, shares, source in (
        (GREAT_BRITAIN, britain, origin),
        ("England", nations["England"], dict.fromkeys(wide, "subtraction")),
        ("Scotland", nations["Scotland"], {}),
        ("Wales", nations["Wales"], {}),
    ):
        exact = rounded_to_one(shares)
        for party in ORDER:
            if party in exact:
                yield polling_day, area, party, exact[party], source.get(party, "rounded")


def recorded_polls(uk: Path, *, polling_day: str) -> dict[str, float]:
    """The plain mean of every poll whose fieldwork ended in the seven days before polling day."""
    day = date.fromisoformat(polling_day)
    polls = pl.read_csv(uk / POLLS_FILE, try_parse_dates=True, infer_schema_length=None)
    last_week = polls.filter(
        (pl.col("fieldwork_end") >= day - timedelta(days=7)) & (pl.col("fieldwork_end") <= day)
    )
    return {
        party: sum(last_week[column].to_list()) / last_week.height
        for party, column in POLLED.items()
    }


def nation_weights(uk: Path, *, election_date: str) -> dict[str, float]:
    """Each nation's part of Great Britain's valid votes."""
    votes: dict[str, int] = defaultdict(int)
    table = pl.read_csv(uk / RESULTS_FILE).filter(pl.col("election_date") == election_date)
    for nation, n in table.select("nation", "votes").iter_rows():
        votes[nation] += n
    total = sum(votes[name] for name in NATIONS)
    return {name: votes[name] / total for name in NATIONS}


def scaled(shares: dict[str, float], *, to: float = 1.0) -> dict[str, float]:
    total = sum(shares.values())
    return {party: share * to / total for party, share in shares.items()}


def rounded_to_one(shares: dict[str, float]) -> dict[str, float]:
    """Six decimals that add up to 1 exactly: what rounding leaves over goes to the largest."""
    millionths = {party: round(share * 1_000_000) for party, share in shares.items()}
    largest = max(millionths, key=lambda party: millionths[party])
    millionths[largest] += 1_000_000 - sum(millionths.values())
    return {party: n / 1_000_000 for party, n in millionths.items()}

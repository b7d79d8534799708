"""The class of each field of each model: what exports, erasure and logs do with it.

    P0  public                    P1  internal to the organisation
    P2  personal                  P3  special category: shows or suggests a political opinion
    S   secret: keys, tokens

`tests/access/test_registry.py` fails while a field is missing here. `id`, and a foreign key to
an organisation, are P1 unless said otherwise.

Below the classes stands how each table leads to the person it speaks of, and what erasure does
there; `tests/apps/privacy/test_registry.py` fails while a table with P2 or P3 fields has neither.
"""

from dataclasses import dataclass
from typing import Literal

Class = Literal["P0", "P1", "P2", "P3", "S"]

# "app.model": {class: "field field field"}
_CLASSES: dict[str, dict[Class, str]] = {
    "accounts.organisation": {
        "P0": "id name slug time_zone language country",
        "P1": "created_at set_up_at",
    },
    "accounts.user": {
        "P1": "id is_active is_operator created_at",
        "P2": "email name last_login",
        "S": "password",
    },
    "accounts.grant": {
        "P1": "role scope_kind scope_id valid_from valid_until ended_at reason",
        "P2": "subject granted_by ended_by",
    },
    "accounts.affiliate": {"P1": "name code"},
    "accounts.team": {"P1": "name affiliate"},
    "accounts.invitation": {
        "P1": "role scope_kind scope_id grant_until reason invited_at open_until needs_second"
        " confirmed_at accepted_at withdrawn_at",
        "P2": "email invited_by confirmed_by",
        "S": "token_hash",
    },
    "audit.chain": {"P1": "organisation_id length last_hash"},
    "audit.entry": {
        "P1": "id organisation_id number at action about_kind about_id detail previous_hash hash",
        "P2": "actor_id",
    },
    "jobs.job": {
        "P1": "kind state share_done doing error cancel_asked asked_at started_at finished_at",
        "P2": "asked_by",
    },
    "places.boundaryset": {"P0": "id name in_force_from credits outlines_hash"},
    "places.area": {"P0": "id boundary_set code name lon lat q r"},
    "places.outline": {"P0": "area geometry"},
    "places.postcodedistrict": {"P0": "id code town lon lat population"},
    "places.areanode": {"P1": "parent name code path area"},
    "privacy.datapolicy": {
        "P1": "mode is_small small_asked_at minimum_age decided_at",
        "P2": "decided_by small_asked_by",
    },
    "privacy.dataset": {
        "P1": "code purpose basis condition document keep_days longer_because decided_at",
        "P2": "decided_by",
    },
    "privacy.wording": {"P1": "text language hash"},
    "privacy.consent": {
        "P1": "wording how at",
        "P2": "recorded_by",
        "P3": "subject purpose channel is_given proof",
    },
    "privacy.stop": {"P1": "kind why at lifted_at", "P2": "keyed_hash by lifted_by"},
    "privacy.erasure": {"P1": "subject at removed", "P2": "by"},
    "privacy.privacyrequest": {
        "P1": "number kind channel state received_at due_at answered_at told_percent emptied_at",
        "P2": "owner answered_by contact identity",
        "P3": "subject words answer",
    },
    "privacy.proof": {
        "P1": "kind asked_at tries proved_at ended_at",
        "P2": "contact_hash network_hash",
        "P3": "contact subject",
        "S": "codes",
    },
    "privacy.processor": {"P1": "name does country contract transfer_ground"},
    "privacy.breach": {
        "P1": "number noticed_at due_at n_people authority_told_at people_told_at closed_at"
        " closed_because",
        "P2": "entered_by what whose likely measures",
    },
    "privacy.retentionrun": {"P1": "ran_at removed signature"},
    "elections.party": {"P0": "id code name short_name colour position"},
    "elections.seat": {"P0": "id area code name region nation"},
    "elections.election": {"P0": "id body polling_day n_seats"},
    "elections.contest": {"P0": "id election seat winners electorate valid_votes"},
    "elections.candidacy": {"P0": "id contest party votes"},
    "elections.expectedshare": {"P0": "id election area_name party share source"},
    "elections.sidechoice": {"P1": "election base side"},
    "elections.seatweight": {"P1": "seat weight"},
    "elections.forecast": {
        "P1": "job election base n_draws seed release scenarios majority made_at notes"
    },
    "elections.partyforecast": {
        "P1": "id forecast scenario party share_mean seats_mean seats_q05 seats_q25 seats_q50"
        " seats_q75 seats_q95 p_majority p_largest seats_histogram"
    },
    "elections.seatforecast": {
        "P1": "id forecast scenario seat party p_win share_mean margin_mean margin_sd margin_q05"
        " margin_q25 margin_q50 margin_q75 margin_q95 votes_cast pivotality rank"
        " depends_on_scenario margin_histogram"
    },
    "elections.backtest": {
        "P0": "id base truth model release n_draws n_seats wrong brier log_score coverage"
        " seats_90 seats_true"
    },
    # To have offered help to an organisation that takes a side is to have shown an opinion.
    "people.person": {
        "P1": "source created_in created_at changed_at by_hand",
        "P3": "first_name last_name email phone address town postcode area support_level is_minor"
        " is_stopped source_id list_hash name_key street_key given_key",
    },
    "people.alias": {"P1": "source came_with", "P3": "person source_id"},
    "people.support": {"P1": "how came_with", "P2": "recorded_by", "P3": "person level said_at"},
    "people.tag": {"P1": "kind name"},
    "people.tagging": {"P1": "came_with", "P3": "tag person"},
    "people.mapping": {"P1": "name format columns", "P2": "made_by"},
    "people.import": {
        "P1": "number state job file_name file_hash file_bytes n_rows format columns data_set area"
        " where_from source keep_until receipt reasons undo_receipt failure asked_at approved_at"
        " not_before applied_at undo_until undone_at",
        "P2": "asked_by approved_by undone_by",
    },
    "people.importchange": {"P1": "of_import is_merge", "P3": "person_id before"},
    "people.universe": {"P1": "name rule made_at", "P2": "made_by"},
    "people.pair": {
        "P1": "state found_at decided_at",
        "P2": "decided_by",
        "P3": "one other score reasons",
    },
    "people.merge": {
        "P1": "merged_at undo_until undone_at",
        "P2": "merged_by",
        "P3": "kept gone_id before",
    },
    "people.export": {
        "P1": "number state job format rule areas purpose consent channel n_people left_out"
        " asked_at approved_at not_before stopped_at reason ready_at fetched_at gone_at",
        "P2": "asked_by approved_by stopped_by",
        "S": "mark pass_phrase",
    },
    "people.reading": {"P1": "reason at", "P2": "user", "P3": "person_id"},
    "people.volunteer": {
        "P3": "person district mode max_minutes car_seats is_trained slots signed_up_at"
    },
    "events.event": {"P0": "seat name is_published", "P1": "venue lon lat", "P2": "host_name"},
    "events.shift": {"P0": "event slot starts_at ends_at places"},
    "dispatch.plan": {
        "P1": "job number forecast side assumptions inputs inputs_hash seed release summary"
        " made_at accepted_at",
        "P2": "accepted_by",
    },
    "dispatch.planseat": {
        "P1": "id plan seat weight n_places n_placed n_nearest median_minutes seat_price p_before"
        " p_after depends_on_scenario"
    },
    "dispatch.planshift": {"P1": "id plan shift n_places n_placed seat_price place_price"},
    "dispatch.placement": {"P3": "plan volunteer shift minutes gain nearest_gain", "P1": "id"},
    "dispatch.flow": {"P1": "id plan seat lon lat n_people"},
}


def class_of(model_label: str, field: str) -> Class | None:
    """The class of a field, e.g. class_of("people.person", "email"); None if it has none."""
    for name, fields in _CLASSES.get(model_label, {}).items():
        if field in fields.split():
            return name
    return "P1" if field in ("id", "organisation") and model_label in _CLASSES else None


def registered_models() -> frozenset[str]:
    """The labels of all models that have an entry."""
    return frozenset(_CLASSES)


def fields_named(model_label: str) -> frozenset[str]:
    """Every field that has a class in a model's entry."""
    return frozenset(" ".join(_CLASSES[model_label].values()).split())


@dataclass(frozen=True)
class Way:
    """How the rows of a table lead to one person, and what becomes of them when they are erased.

    to: look-ups that end at the person's id; any one of them will do, e.g. ("one", "other").
    erasure: "delete" the row; "blank" its `to` fields, so that it still counts and names nobody;
        "keep" it.
    why: for what is kept, the reason, in words that stand in the register of processing.
    """

    to: tuple[str, ...]
    erasure: Literal["delete", "blank", "keep"]
    why: str = ""


# Tables that speak of a person on a list (people.Person).
_PEOPLE: dict[str, Way] = {
    "people.person": Way(("id",), "delete"),
    "people.alias": Way(("person",), "delete"),
    "people.support": Way(("person",), "delete"),
    "people.tagging": Way(("person",), "delete"),
    "people.importchange": Way(("person_id",), "delete"),
    "people.pair": Way(("one", "other"), "delete"),
    "people.merge": Way(("kept", "gone_id"), "delete"),
    "people.reading": Way(("person_id",), "blank"),
    "people.volunteer": Way(("person",), "delete"),
    "dispatch.placement": Way(("volunteer__person",), "delete"),
    "privacy.consent": Way(
        ("subject",),
        "keep",
        "shows that what was sent was allowed; its id leads to nobody any more",
    ),
    "privacy.privacyrequest": Way(
        ("subject",), "keep", "shows that the wish was carried out; emptied 30 days after"
    ),
    "privacy.proof": Way(("subject",), "delete"),
}
# Tables that speak of somebody who can log in, by another way than a foreign key to the account.
# Every foreign key to an account leads there too; such rows are kept, and the account in them is
# nameless after erasure.
_ACCOUNTS: dict[str, Way] = {
    "accounts.user": Way(("id",), "blank"),
    "accounts.invitation": Way(("email",), "delete"),
    "audit.entry": Way(("actor_id",), "keep", "the chain of the record would break"),
}
# Tables with P2 or P3 fields that lead to nobody, and why that is right.
_NO_WAY: dict[str, str] = {
    "privacy.stop": "a hash: found by a detail that the person gives, and kept as their wish",
    "privacy.breach": "what happened, in words of the data officer's own, encrypted",
    "events.event": "a host's name is shown to the public; whoever runs the event changes it",
}


def way_to_person(model_label: str) -> Way:
    """How a table leads to a person on a list. Raises KeyError if it speaks of none."""
    return _PEOPLE[model_label]


def way_to_account(model_label: str) -> Way | None:
    """How a table leads to an account other than by a foreign key to it; None if it doesn't."""
    return _ACCOUNTS.get(model_label)


def why_no_way(model_label: str) -> str:
    """Why a table leads to nobody; "" if no reason is written down."""
    return _NO_WAY.get(model_label, "")


def tables_of_people() -> tuple[str, ...]:
    """The tables that speak of people on lists: what hangs on others first, the person last."""
    return tuple(sorted(_PEOPLE, key=lambda label: (-_depth(label), label)))


def _depth(label: str) -> int:
    return -1 if label == "people.person" else max(step.count("__") for step in _PEOPLE[label].to)

"""People for tests. All are made up."""

from itertools import count
from typing import Any

from groundswell.apps.accounts.models import Organisation
from groundswell.apps.people.models import Person

_number = count(1)


def person(*, of: Organisation, **fields: Any) -> Person:
    """One person of an organisation, with an e-mail address of their own."""
    n = next(_number)
    made = Person(
        **{
            "organisation": of,
            "first_name": "Ceri",
            "last_name": "Hopkin",
            "email": f"ceri{n}@example.org",
        }
        | fields
    )
    made.save(force_insert=True)
    return made

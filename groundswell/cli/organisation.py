"""`groundswell organisation`: makes organisations, and opens doors that pages can't."""

from typing import Annotated, Any

import typer

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help="Make an organisation, invite who runs it, and let an operator in.",
    epilog="Example: groundswell organisation create --name Harbour --slug harbour "
    "--organiser maya@example.org",
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Slug = Annotated[str, typer.Argument(help="The organisation's short name.", metavar="SLUG")]
Email = Annotated[str, typer.Argument(help="Their e-mail address.", metavar="EMAIL")]


@app.callback()
def _organisation() -> None:
    """Make an organisation, invite who runs it, and let an operator in."""


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="What it is called.")],
    slug: Annotated[str, typer.Option(help="Its short name in addresses, e.g. harbour-lights.")],
    organiser: Annotated[str, typer.Option(help="E-mail of its first national organiser.")],
    data_officer: Annotated[
        str, typer.Option(help="E-mail of its data officer, another person.")
    ] = "",
    json_mode: Json = False,
) -> None:
    """Make an organisation and invite those who set it up. SQLite keeps one organisation only.

    Prints the links of the invitations, and posts them. They work for seven days. Example:

        groundswell organisation create --name "Harbour Lights" --slug harbour-lights \\
          --organiser maya@example.org --data-officer noor@example.org
    """
    from groundswell.cli import output, site

    site.set_up()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email, validate_slug

    from groundswell.apps.accounts.actions.organisations import create_with_first_people
    from groundswell.apps.accounts.mail import site_address
    from groundswell.errors import InputError

    try:
        validate_slug(slug)
        for address in filter(None, (organiser, data_officer)):
            validate_email(address)
    except ValidationError as wrong:
        raise InputError(
            "--slug takes letters, digits and hyphens, --organiser and --data-officer an e-mail "
            f"address each: {' '.join(wrong.messages)}"
        ) from wrong
    organisation, sent = create_with_first_people(
        name=name, slug=slug.lower(), organiser=organiser, data_officer=data_officer,
        site=site_address(),
    )  # fmt: skip
    links = [
        {"email": one.email, "role": one.role, "link": link, "open_until": one.open_until}
        for one, link in sent
    ]
    answer = {"organisation": organisation.slug, "id": organisation.pk, "invitations": links}
    rows = [("organisation", f"{name} ({organisation.slug}), in set-up mode")]
    rows += [(f"{one['role']} {one['email']}", str(one["link"])) for one in links]
    output.show(json_mode=json_mode, answer=answer, table=rows)


@app.command("list")
def list_all(json_mode: Json = False) -> None:
    """List the organisations of this server, and whether each is set up.

    Example:

        groundswell organisation list
    """
    from groundswell.cli import output, site

    site.set_up()
    from groundswell.apps.accounts.queries import organisations

    found = list(organisations())
    answer = {
        "organisations": [
            {"slug": one.slug, "name": one.name, "is_set_up": one.is_set_up} for one in found
        ]
    }
    rows = [(one.slug, f"{one.name}{'' if one.is_set_up else ', in set-up mode'}") for one in found]
    output.show(json_mode=json_mode, answer=answer, table=rows or [("none", "yet")])


@app.command("invite")
def invite(
    slug: Slug,
    email: Email,
    role: Annotated[
        str, typer.Option(help="national or data-officer; other roles are given on the page.")
    ],
    days: Annotated[int, typer.Option(help="For how many days it holds.")] = 365,
    json_mode: Json = False,
) -> None:
    """Invite a national organiser or a data officer where nobody is left who can.

    The other holders of the two roles get a letter of it. Example:

        groundswell organisation invite harbour-lights noor@example.org --role data-officer
    """
    from groundswell.cli import output, site

    site.set_up()
    from datetime import timedelta

    from django.utils import timezone

    from groundswell.apps.accounts import actions, mail
    from groundswell.apps.accounts.giving import WITH_A_SECOND
    from groundswell.apps.accounts.permissions import Role
    from groundswell.apps.accounts.scope import scope
    from groundswell.errors import InputError

    if role not in {one.value for one in WITH_A_SECOND}:
        raise InputError(f"--role is {role!r}; it must be national or data-officer.")
    organisation = _organisation_of(slug)
    _invitation, link = actions.invite(
        by=None, organisation=organisation, email=email, role=Role(role),
        until=timezone.now() + timedelta(days=days), reason="invited from the server",
        site=mail.site_address(),
    )  # fmt: skip
    with scope(organisation.pk):
        others = {*mail.holders(Role.NATIONAL), *mail.holders(Role.DATA_OFFICER)}
        mail.post("invited_by_server", others, organisation=organisation, role=Role(role).label)
    output.show(json_mode=json_mode, answer={"email": email, "role": role, "link": link})


@app.command("remove")
def remove(slug: Slug, email: Email, json_mode: Json = False) -> None:
    """Close every door to a person at once, also to the last holder of a role.

    Example:

        groundswell organisation remove harbour-lights tariq@example.org
    """
    from groundswell.cli import output, site

    site.set_up()
    from groundswell.apps.accounts import actions
    from groundswell.apps.accounts.scope import scope

    organisation, person = _organisation_of(slug), _user_of(email)
    with scope(organisation.pk):
        ended = actions.remove_person(by=None, person=person, organisation=organisation)
    output.show(json_mode=json_mode, answer={"email": person.email, "ended": ended})


@app.command("operator")
def operator(
    email: Email,
    name: Annotated[str, typer.Option(help="What they are called, if they are new.")] = "",
    stop: Annotated[bool, typer.Option("--stop", help="Take it back.")] = False,
    json_mode: Json = False,
) -> None:
    """Let somebody run the server: list and make organisations, and see nothing in them.

    Example:

        groundswell organisation operator ada@example.org
    """
    from groundswell.cli import output, site

    site.set_up()
    from groundswell.apps.accounts import actions

    user = actions.make_operator(email=email, name=name, is_operator=not stop)
    output.show(json_mode=json_mode, answer={"email": user.email, "is_operator": user.is_operator})


@app.command("break-glass")
def break_glass(
    slug: Slug,
    operator_email: Annotated[str, typer.Option("--operator", help="Which operator.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence. The data officers read it.")],
    hours: Annotated[float, typer.Option(help="For how long; 4 at the most.")] = 1.0,
    json_mode: Json = False,
) -> None:
    """Let an operator into an organisation for some hours. Its data officers are told at once.

    Example:

        groundswell organisation break-glass harbour-lights --operator ada@example.org \\
          --reason "The import of 3 May hangs and nobody can be reached"
    """
    from groundswell.cli import output, site

    site.set_up()
    from django.utils import timezone

    from groundswell.apps.accounts import actions, mail
    from groundswell.apps.accounts.permissions import Role
    from groundswell.apps.accounts.scope import scope

    organisation, user = _organisation_of(slug), _user_of(operator_email)
    granted = actions.break_glass(
        operator=user, organisation=organisation, hours=hours, reason=reason, at=timezone.now()
    )
    with scope(organisation.pk):
        told = len(mail.holders(Role.DATA_OFFICER))
    answer = {"operator": user.email, "until": granted.valid_until, "data_officers_told": told}
    output.show(json_mode=json_mode, answer=answer)


def _organisation_of(slug: str) -> Any:
    from groundswell.apps.accounts.models import Organisation
    from groundswell.errors import InputError

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none"
        raise InputError(f"There is no organisation {slug}. There is: {known}.")
    return found


def _user_of(email: str) -> Any:
    from groundswell.apps.accounts.models import User
    from groundswell.errors import InputError

    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise InputError(f"Nobody here has the address {email}.")
    return found

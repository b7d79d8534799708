"""Organisations, the people who work in them, and what each was granted."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groundswell.apps.accounts.permissions import Role
from groundswell.apps.accounts.scope import OfOrganisation


class Organisation(models.Model):
    """Whose data it is. Nothing crosses to another without a recorded share."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64, default="Europe/London")
    language = models.CharField(max_length=10, default="en-gb")
    country = models.CharField(max_length=2, default="GB")
    created_at = models.DateTimeField(auto_now_add=True)
    # Empty in set-up mode: no public pages, no lists of people (docs/decisions/0008).
    set_up_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_set_up(self) -> bool:
        return self.set_up_at is not None


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who can log in: by a code sent to the address, so no password is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    # Runs the server: makes organisations, and sees nothing that is in them.
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Make every log-in and every link of this user's void, at once.

        Sessions and links hold a hash of the password. There are none, so what stands in its
        place can be changed freely.
        """
        self.set_unusable_password()
        self.save(update_fields=["password"])

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2]).upper()


class Grant(OfOrganisation):
    """What one user may do, where, and until when. Every grant ends.

    Grants are looked up before a scope exists, to find out which scope to enter: through
    `queries.live_grants` only.
    """

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", _("the whole organisation")
        AREA = "area", _("an area and all in it")
        EVENT = "event", _("an event")
        SHIFT = "shift", _("one shift")
        TEAM = "team", _("a team")
        LEASE = "lease", _("a turf lease")

    subject = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(max_length=12, choices=Scope.choices, default=Scope.ORGANISATION)
    # An area's path in the organisation's tree; the id of an event, a shift, a team or a lease.
    scope_id = models.CharField(max_length=200, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")),
                name="grant_ends_after_it_begins",
                violation_error_message=_("A grant must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="organisation", scope_id="")
                | (~Q(scope_kind="organisation") & ~Q(scope_id="")),
                name="grant_names_its_scope",
            ),
        ]
        indexes = [models.Index(fields=["subject", "valid_until"], name="grant_of_subject")]


class Affiliate(OfOrganisation):
    """A local or member body of an organisation: a branch, a chapter, a local party."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="affiliate_one_code")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(OfOrganisation):
    """People who go out together, and the affiliate they belong to, if any."""

    name = models.CharField(max_length=120)
    affiliate = models.ForeignKey(Affiliate, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_one_name")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(OfOrganisation):
    """A role offered to an address, until its link is opened or its time is over.

    The link's token is kept as a hash: who reads the database can't accept for somebody else.
    needs_second: nothing is sent before a second person has said yes.
    """

    email = models.EmailField()
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(
        max_length=12, choices=Grant.Scope.choices, default=Grant.Scope.ORGANISATION
    )
    scope_id = models.CharField(max_length=200, blank=True)
    grant_until = models.DateTimeField()
    reason = models.CharField(max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    open_until = models.DateTimeField()
    needs_second = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]

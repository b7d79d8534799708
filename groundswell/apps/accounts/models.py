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
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


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
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

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
        TEAM = "team", _("a team")
        LEASE = "lease", _("a turf lease")

    subject = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope_kind = models.CharField(max_length=12, choices=Scope.choices, default=Scope.ORGANISATION)
    scope_id = models.CharField(max_length=60, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
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

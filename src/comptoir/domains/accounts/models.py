"""Staff and API keys. The user model is Django's base, without its permissions: ours are roles of patterns."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Func
from django.db.models.functions import Lower

from comptoir.kernel.texts import TextsField


class UserManager(BaseUserManager["User"]):
    """What Django's own machinery needs to find people; they are made by ``actions.create_user``."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who works here, known by e-mail address. ``markets`` null: all of them."""

    id = models.UUIDField(primary_key=True)
    # As Django's base declares them, without its translated labels: a migration must not depend on a language.
    password = models.CharField(max_length=128)
    last_login = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(unique=True)
    name = models.TextField()
    language = models.TextField()
    markets = ArrayField(models.TextField(), null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (
            # Together with unique=True: one account per address, whatever its letters.
            models.CheckConstraint(
                condition=Q(email=Lower(Func("email", function="btrim"))) & ~Q(email=""),
                name="accounts_user_email_normalised",
            ),
        )


class Role(models.Model):
    code = models.TextField(primary_key=True)
    name = TextsField()
    patterns = ArrayField(models.TextField())
    preset = models.BooleanField(default=False)


class UserRole(models.Model):
    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "role"), name="accounts_role_once"),)


class ApiKey(models.Model):
    """Only a digest of the secret is kept. It has 256 random bits: a plain SHA-256 of it cannot be guessed back."""

    id = models.UUIDField(primary_key=True)
    label = models.TextField()
    prefix = models.TextField(unique=True)
    sha256 = models.TextField()
    scopes = ArrayField(models.TextField())
    markets = ArrayField(models.TextField(), null=True)
    created_at = models.DateTimeField()
    created_by = models.TextField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="accounts_key_digest"),
            models.CheckConstraint(condition=~Q(label=""), name="accounts_key_labelled"),
        )

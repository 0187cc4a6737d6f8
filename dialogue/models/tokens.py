"""Tokens: by which a program acts as one participant in one workshop."""

from typing import Any

from django.db import models
from django.utils import timezone

from dialogue.models.participants import Participant
from dialogue.models.rows import RecordedRow


class TokenQuerySet(models.QuerySet["Token"]):
    def in_force(self) -> "TokenQuerySet":
        """Not expired, nor of somebody who was removed or whose account is off; a revoked one has no row."""
        return self.filter(
            expires_at__gt=timezone.now(),
            participant__joined_at__isnull=False,
            participant__removed_at__isnull=True,
            participant__user__is_active=True,
        )


class Token(RecordedRow):
    """What a program shows to be let in. The token itself is kept nowhere, only its digest.

    It says nothing of its use: when and from where is nobody's business. Revoking it deletes the row.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60, help_text="what its holder calls the program")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256")
    may_write = models.BooleanField(default=False)
    expires_at = models.DateTimeField()

    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="token_by_expiry")]

    def content_for_record(self) -> dict[str, Any]:
        return {"may_write": self.may_write, "expires_at": self.expires_at.isoformat()}

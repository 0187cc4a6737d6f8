"""What rows of the product share: random public ids, and salts for what the record commits to."""

import secrets
import uuid
from typing import Any

from django.db import models


def new_salt() -> str:
    return secrets.token_hex(16)


class Row(models.Model):
    """A row with a random id, the only one that ever stands in a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class RecordedRow(Row):
    """A row the record speaks of. It keeps the salt of its commitment: erasing it leaves the chain valid.

    `content_for_record` is what the newest entry about this row commits to: JSON-safe values only, no person.
    An empty salt means that the content was erased on purpose; the entry then stands without it.
    """

    salt = models.CharField(max_length=32, default=new_salt, editable=False, blank=True)

    class Meta:
        abstract = True

    def content_for_record(self) -> dict[str, Any]:
        raise NotImplementedError

"""What every address has in common at which something is done: a checked body, a key, a receipt.

An act happens once per key. Whoever repeats it gets the first answer again, which is why that answer is a
receipt: ids and no words, so that the table of keys does not become a second copy of what people wrote.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.bodies import Body
from dialogue.api.reading import Reading
from dialogue.exceptions import EditedMeanwhile, KeyMissing
from dialogue.services.request_keys import Effect, digest_of, perform_once

CREATED, DONE = 201, 200
KEY, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
STRONG_TAG = re.compile(r'"([\x21\x23-\x7e]*)"')
NO_VERSION = -1


class VersionMissing(APIException):
    status_code = 428
    default_code = "version_missing"
    default_detail = _("Say which version you read: send its ETag in the header If-Match.")


class VersionUnclear(APIException):
    status_code = 400
    default_code = "version_unclear"
    default_detail = _('If-Match takes one ETag as it was given out, such as "3"; not a list and not *.')


class VersionStale(EditedMeanwhile):
    """The same refusal as on the pages, with the status that HTTP has for it."""

    status = 412


class ReceiptSerializer(serializers.Serializer[Any]):
    """What was done: which thing it concerns and where it stands. Ids alone; the words are read there."""

    kind = serializers.CharField()
    id = serializers.UUIDField()
    workshop = serializers.UUIDField(help_text="The workshop it belongs to.")
    url = serializers.CharField(help_text="Where it is read.")
    version = serializers.IntegerField(
        allow_null=True, help_text="The version it has now, the one in its ETag; null where it has none."
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    kind: str
    id: UUID
    workshop: UUID
    url: str
    version: int | None = None


class Acting(Reading):
    """Reads and acts. An act passes a door, calls one service and answers with a receipt."""

    http_method_names = ["get", "head", "post", "put", "delete"]
    bodies: ClassVar[dict[str, type[Body]]] = {}
    """What each act takes, by the name of its method; every other method reads."""
    creates: ClassVar[frozenset[str]] = frozenset({"create"})
    """The acts after which there is something new."""
    replaces: ClassVar[frozenset[str]] = frozenset()
    """The acts that replace a wording, and so have to say which one they read."""
    words: dict[str, Any]

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return ReceiptSerializer if self.action in self.bodies else super().get_serializer_class()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in self.bodies:
            body = self.bodies[self.action](data=request.data)
            body.is_valid(raise_exception=True)
            self.words = dict(body.validated_data)

    def act(self, perform: Callable[[], Receipt]) -> Response:
        """Do it once, doors included, in one transaction with its key.

        Who repeats an act that was done before passes no door again (it may have closed behind the act), but
        has to take part in the workshop still.
        """
        effect: Effect[None] = perform_once(
            user=self.user, key=self._key(), digest=self._digest(), act=lambda: self._effect(perform())
        )
        receipt = json.loads(effect.outcome)
        if effect.is_replayed:
            access.workshop_to_read(self.user, UUID(receipt["workshop"]))
        headers = {REPLAYED: "true"} if effect.is_replayed else {}
        if effect.status == CREATED:
            headers["Location"] = receipt["url"]
        if receipt["version"] is not None:
            headers["ETag"] = tag_of(receipt["version"])
        return Response(receipt, status=effect.status, headers=headers)

    def replace(self, perform: Callable[[int], Receipt]) -> Response:
        """Replace a wording: `perform` gets the number of the version that was read."""
        expected = version_read(self.request)

        def checked() -> Receipt:
            try:
                return perform(expected)
            except EditedMeanwhile as refusal:
                raise VersionStale from refusal

        return self.act(checked)

    def receipt(
        self, kind: str, row: Any, workshop: UUID, *, at: UUID | None = None, version: int | None = None
    ) -> Receipt:
        """Of `row`, which is read at its own address, or at that of what it is a part of (`at`)."""
        return Receipt(kind, row.pk, workshop, address_of(kind, at or row.pk), version)

    def _effect(self, receipt: Receipt) -> Effect[None]:
        status = CREATED if self.action in self.creates else DONE
        return Effect(json.dumps(asdict(receipt), default=str), status=status)

    def _key(self) -> str:
        key = self.request.headers.get(KEY, "")
        if not key:
            raise KeyMissing
        return key

    def _digest(self) -> str:
        """Of everything that is asked for: the act, its body, and the version it is held against."""
        request = self.request
        return digest_of([request.method, request.path, request.data, request.headers.get("If-Match")])


def address_of(kind: str, of: UUID) -> str:
    """Where one thing of a kind is read."""
    return reverse(f"api:{kind}-detail", args=[of])


def tag_of(version: int) -> str:
    """The strong ETag of a version: its number, the one services compare."""
    return f'"{version}"'


def version_read(request: Request) -> int:
    """The version in If-Match. A tag that was never given out matches none, as HTTP has it."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise VersionMissing
    if header.startswith("W/"):
        return NO_VERSION
    tag = STRONG_TAG.fullmatch(header)
    if tag is None:
        raise VersionUnclear
    number = tag[1]
    return int(number) if re.fullmatch(r"0|[1-9][0-9]{0,8}", number) else NO_VERSION

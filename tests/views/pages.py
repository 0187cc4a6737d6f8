"""How tests send forms, and compare pages that should say the same."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dialogue import access

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
else:
    from django.http import HttpResponse as Answer

__all__ = ["Answer", "after_the_door", "assert_closed", "new_key", "outcome", "text_of"]

NEW_EACH_TIME = re.compile(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"')


def text_of(response: Answer, *ids: UUID) -> str:
    """A page without what is new in every answer, and without the ids that were asked for."""
    text = NEW_EACH_TIME.sub("", response.content.decode())
    for each in ids:
        text = text.replace(str(each), "")
    return text


def assert_closed(client: Client, address: Callable[[UUID], str], real: UUID, **words: str) -> None:
    """What stands behind `real` is answered exactly as if it did not exist; with `words`, a form is sent."""

    def ask(each: UUID) -> Answer:
        if words:
            return client.post(address(each), {**words, "key": str(uuid4())})
        return client.get(address(each))

    absent = uuid4()
    forbidden, missing = ask(real), ask(absent)
    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert text_of(forbidden, real) == text_of(missing, absent)


def after_the_door(monkeypatch: pytest.MonkeyPatch, door: str, happens: Callable[[], object]) -> None:
    """Let something happen once, between a request’s reading what it is about and its acting on it."""
    opened = getattr(access, door)

    def answer(*ids: object) -> object:
        found = opened(*ids)
        monkeypatch.setattr(access, door, opened)
        happens()
        return found

    monkeypatch.setattr(access, door, answer)


def new_key() -> str:
    return str(uuid4())


def outcome(response: Answer) -> tuple[int, str]:
    """The status, and where to go."""
    return response.status_code, response.headers["Location"]

"""How a body is read: JSON of one meaning, small and shallow, or refused before anything looks at it."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LARGEST_BODY = 128 * 1024
DEEPEST = 10


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This body is too large: at most 128 KiB are read.")


class StrictJSONParser(BaseParser):
    """No name twice, no number that is none, no more than `LARGEST_BODY` bytes, `DEEPEST` levels deep.

    Bytes are counted while they are read: what the header says of their number is not believed.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise TooLarge
        try:
            body = json.loads(raw.decode(), object_pairs_hook=_each_name_once, parse_constant=_no_number)
        except RecursionError:
            raise ParseError(_too_deep(), code="too_deep") from None
        except ValueError as fault:
            sentence = _("This body is not JSON in UTF-8, or repeats a name.")
            raise ParseError(sentence) from fault
        if _depth(body) > DEEPEST:
            raise ParseError(_too_deep(), code="too_deep")
        return body


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError
    return names


def _no_number(constant: str) -> float:
    raise ValueError(constant)


def _too_deep() -> str:
    return _("This body is nested too deeply: at most %(deepest)s levels are read.") % {"deepest": DEEPEST}


def _depth(body: Any) -> int:
    """How many objects and lists stand in each other; walked level by level, never by calling itself."""
    depth, level = 0, [body]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return depth

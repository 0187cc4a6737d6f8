"""Lists come in parts: a limit with a ceiling, and a cursor that continues where the last part ended.

A cursor names the last row that was given out, by its id alone: what a list is ordered by may be a time of
day, which is nobody’s to know. Nothing is given out twice and nothing passed over, whatever is added.
It is signed for its list: nobody can ask with it for something a list does not offer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from dialogue.api.queries import USUAL_PAGE

Key = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is wanted: `limit` rows after those that end with `cursor` (empty: the first)."""

    of: str = ""
    """The name of the list the cursor is for."""
    limit: int = USUAL_PAGE
    cursor: str = ""

    def of_rows(self, rows: Sequence[Any], key: Key) -> tuple[list[Any], str]:
        """The part of rows that are at hand, told apart by `key`, and the cursor after it (empty: none)."""
        start = 0
        if self.cursor:
            (last,) = self._read(1)
            keys = [str(key(row)) for row in rows]
            if last not in keys:
                raise refused_cursor()
            start = keys.index(last) + 1
        part = list(rows[start : start + self.limit])
        more = start + self.limit < len(rows)
        return part, self._write([str(key(part[-1]))]) if more else ""

    def of_queryset(self, rows: QuerySet[Any]) -> tuple[list[Any], str]:
        """The part of a queryset in its own full order, in one query, and the cursor after it."""
        last, wanted = rows.none(), rows
        if self.cursor:
            last = rows.filter(pk__in=self._read(1)).order_by()
            wanted = rows.filter(_after([str(name) for name in rows.query.order_by], last))
        found = list(wanted[: self.limit + 1])
        if self.cursor and not found and not last.exists():
            # It has left the list meanwhile, and where it stood is not known any more.
            raise refused_cursor()
        part = found[: self.limit]
        return part, self._write([str(part[-1].pk)]) if len(found) > self.limit else ""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None: `ListQuery` documents them."""
        return []

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": link | {"description": "The part after this one; null when this is the last."},
                "results": schema,
            },
        }

    def _read(self, values: int) -> list[Any]:
        try:
            place = signing.Signer(salt=self._salt).unsign_object(self.cursor)
        except (signing.BadSignature, ValueError):
            raise refused_cursor() from None
        if not isinstance(place, list) or len(place) != values:
            raise refused_cursor()
        return place

    def _write(self, place: list[Any]) -> str:
        return signing.Signer(salt=self._salt).sign_object(place)

    @property
    def _salt(self) -> str:
        return f"cursor of {self.of}"


def refused_cursor() -> ValidationError:
    sentence = _("This cursor is not one of this list. Begin again without it.")
    return ValidationError({"cursor": [sentence]})


def _after(names: list[str], last: QuerySet[Any]) -> Q:
    """Everything behind one row in an order by these names, each of them ascending or (-) descending."""
    behind, so_far = Q(pk__in=[]), Q()
    for name in names:
        field = name.removeprefix("-")
        value = Subquery(last.values(field)[:1])
        beyond = "lt" if name.startswith("-") else "gt"
        behind |= so_far & Q(**{f"{field}__{beyond}": value})
        so_far &= Q(**{field: value})
    return behind

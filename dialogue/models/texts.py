"""Texts that know their language: what people wrote, and what organisers wrote in several languages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

RIGHT_TO_LEFT = frozenset({"ar"})


def html_language(code: str) -> str:
    """The BCP 47 tag a page carries for one of our codes; an unknown language is `und`."""
    return {"zh": "zh-Hans", "": "und"}.get(code, code)


def content_language(interface_language: str) -> str:
    """The code of content written by somebody who reads the interface in `interface_language` (“zh-hans” →
    “zh”).
    """
    return interface_language.split("-")[0]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its language, as templates and serializers print it: `lang`, `dir` and the words."""

    text: str
    code: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def language(self) -> str:
        return html_language(self.code)

    @property
    def direction(self) -> str:
        """What people typed may mix scripts, so its first strong character decides."""
        return "auto"


class LocalText(dict[str, str]):
    """One text in several languages: code → text."""

    def in_(self, interface_language: str, *fallbacks: str) -> Wording:
        """The text for a reader of `interface_language`; else the first fallback there is; else any."""
        wanted = [content_language(interface_language), *(content_language(each) for each in fallbacks), "en"]
        for code in wanted:
            if self.get(code):
                return Wording(self[code], code)
        for code, text in sorted(self.items()):
            if text:
                return Wording(text, code)
        return Wording("")


if TYPE_CHECKING:
    _LocalTextColumn = models.JSONField[dict[str, str], LocalText]
else:
    _LocalTextColumn = models.JSONField


class LocalTextField(_LocalTextColumn):
    """A `LocalText` in a JSON column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> LocalText:
        return LocalText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> LocalText:
        return LocalText(value or {})

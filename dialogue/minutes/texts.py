"""What people wrote, in their own language, and what the organiser wrote, in several.

Every text that enters a document is made printable first: the characters removed here are those that XML,
UTF-8 or a database cannot hold, or that would end a line where nobody sees it. All formats therefore tell the
same text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "[" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17)) + "]"
)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def printable(text: str) -> str:
    """`text` with line ends as newlines and without control characters, lone surrogates and noncharacters.

    Applying it twice changes nothing further.
    """
    return _PLANE_ENDS.sub("", _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", str(text))))


def direction_of(language: str) -> str:
    """The writing direction of a language: `rtl`, `ltr`, or `auto` for an unknown one."""
    if not language:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


class Printable:
    """A frozen dataclass whose texts are printable and whose mappings are read-only, however it was made."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, printable(value))
            elif isinstance(value, list):
                object.__setattr__(self, field.name, tuple(value))
            elif isinstance(value, Mapping):
                frozen = {
                    key: printable(text) if isinstance(text, str) else text for key, text in value.items()
                }
                object.__setattr__(self, field.name, MappingProxyType(frozen))


@dataclass(frozen=True)
class Quotation(Printable):
    """The words of a person in the language they were written in: `en`, `zh`, `ar` …, or empty if unknown."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class LocalText(Printable):
    """A text of the organiser in each language it was given in."""

    texts: Mapping[str, str]

    def in_language(self, language: str) -> Quotation:
        """The text in `language`, else in English, else in the first language by code, else empty."""
        for candidate in (language, "en", *sorted(self.texts)):
            if self.texts.get(candidate):
                return Quotation(self.texts[candidate], candidate)
        return Quotation("")

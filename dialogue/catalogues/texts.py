"""Texts in several languages, and what makes a text unfit to be read."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "zh": "Chinese",
    "fr": "French",
    "ru": "Russian",
    "es": "Spanish",
    "ar": "Arabic",
    "ja": "Japanese",
}

# Letters by their Unicode category, yet nothing is drawn for them.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# They turn the text that follows around. The isolates U+2066 to U+2069 end with their passage: allowed.
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")


@dataclass(frozen=True, slots=True)
class LocalText:
    """One text in one or more languages, the original first.

    Pairs instead of a mapping, so that it can be hashed, copied, pickled and never changed.
    """

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "LocalText":
        return cls(tuple(texts.items()))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.pairs)

    def in_(self, language: str, *fallbacks: str) -> tuple[str, str]:
        """The text and the language it is in: the first language asked for that there is, else the original.

        A longer code finds its language too: “zh-hans” is answered in “zh”.
        """
        texts = dict(self.pairs)
        for wanted in (language, *fallbacks):
            for code in (wanted, wanted.partition("-")[0]):
                if code in texts:
                    return texts[code], code
        original, text = self.pairs[0]
        return text, original

    def to_dict(self) -> dict[str, str]:
        return dict(self.pairs)


def text_problems(text: str, *, limit: int, lines: bool) -> list[str]:
    """What is wrong with a text, as ends of a sentence that begins with the name of its field.

    `limit` counts characters; `lines` says whether line breaks are allowed.
    """
    if not any(_is_visible(character) for character in text):
        return ["is empty. Please write something that can be read."]
    problems = []
    if len(text) > limit:
        problems.append(f"has {len(text)} characters; at most {limit} fit.")
    for position, character in enumerate(text, start=1):
        if _is_unfit(character) and not (lines and character == "\n"):
            problems.append(
                f"contains the character U+{ord(character):04X} at place {position}, "
                "which cannot be shown or printed. Please take it out."
            )
            break
    return problems


def shown(text: str) -> str:
    """A word of the file for a sentence about it: short, with nothing invisible in it."""
    printable = "".join(character if character.isprintable() else "�" for character in text[:60])
    return printable + "…" if len(text) > len(printable) else printable


def quoted(text: str) -> str:
    return f"“{shown(text)}”"


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ" and character not in _BLANK_LETTERS


def _is_unfit(character: str) -> bool:
    """Control characters, halves of surrogate pairs, noncharacters, line separators, turned directions."""
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _DIRECTION_OVERRIDES:
        return True
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF

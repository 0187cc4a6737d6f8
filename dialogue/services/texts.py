"""One way to clean what people typed, used by every service that stores words (and so by forms, API and
imports alike).
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from dialogue.exceptions import TextRefused
from dialogue.models import LocalText

MOST_COMBINING_MARKS = 8
_OPENING_ISOLATES = "\u2066\u2067\u2068"
_CLOSING_ISOLATE = "\u2069"
_OPENING_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_CLOSING_EMBEDDING = "\u202c"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]+"
)
# Tag characters hide whole sentences from the eye; only the flags of regions are spelled with them.
_TAGS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]"
)


def clean_text(
    text: str, *, field: str, longest: int, required: bool = True, single_line: bool = False
) -> str:
    """The text as it is stored: NFC, Unix newlines, no surrounding space, direction marks balanced.

    Refuses, naming the field: control characters, half characters, an empty or invisible text where one is
    required, and more than `longest` characters. Nothing is cut silently.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if single_line:
        text = re.sub(r"\s*\n\s*", " ", text)
    if _CONTROLS.search(text) or any(_is_not_a_character(character) for character in text):
        raise TextRefused(
            _(
                "This text holds control characters that cannot be printed. Please remove them; pasting as "
                "plain text helps."
            ),
            field=field,
        )
    # A mark that is dropped may have stood between a letter and its accent, or outside a space: drop first.
    text = unicodedata.normalize("NFC", _balance_directions(_TAGS.sub(r"\1", text))).strip()
    if _has_flood_of_marks(text):
        raise TextRefused(_("This text piles too many marks on one letter. Please remove them."), field=field)
    if required and not _INVISIBLE.sub("", text):
        raise TextRefused(_("Please write something here: there is nothing to read yet."), field=field)
    if not _INVISIBLE.sub("", text):
        return ""
    if len(text) > longest:
        raise TextRefused(
            _("%(length)s characters; at most %(longest)s fit here. Please shorten it by %(excess)s."),
            field=field,
            length=len(text),
            longest=longest,
            excess=len(text) - longest,
        )
    return text


def clean_local_text(
    texts: LocalText, *, field: str, longest: int, required: bool = True, single_line: bool = False
) -> LocalText:
    """Clean a text in each of its languages and drop the empty ones; a refusal names field and language.

    Where the text is required, one language is enough.
    """
    cleaned = {
        language: clean_text(
            text, field=f"{field}_{language}", longest=longest, required=False, single_line=single_line
        )
        for language, text in texts.items()
    }
    if required and not any(cleaned.values()):
        raise TextRefused(
            _("Please write this in one language at least."), field=f"{field}_{next(iter(texts), 'en')}"
        )
    return LocalText({language: text for language, text in cleaned.items() if text})


def _is_not_a_character(character: str) -> bool:
    code = ord(character)
    return 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _has_flood_of_marks(text: str) -> bool:
    run = 0
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        run = run + 1 if category in ("Mn", "Me") else 0
        if run > MOST_COMBINING_MARKS:
            return True
    return False


def _balance_directions(text: str) -> str:
    """Close what was opened in each paragraph and drop what closes nothing, so a text cannot turn its
    neighbours round.
    """
    return "\n".join(_balance_line(line) for line in text.split("\n"))


def _balance_line(line: str) -> str:
    kept: list[str] = []
    open_marks: list[str] = []
    for character in line:
        if character in _OPENING_ISOLATES:
            open_marks.append(_CLOSING_ISOLATE)
        elif character in _OPENING_EMBEDDINGS:
            open_marks.append(_CLOSING_EMBEDDING)
        elif character == _CLOSING_ISOLATE:
            if character not in open_marks:
                continue
            while (closing := open_marks.pop()) != character:
                kept.append(closing)
        elif character == _CLOSING_EMBEDDING:
            if open_marks[-1:] != [character]:
                continue
            open_marks.pop()
        kept.append(character)
    return "".join(kept) + "".join(reversed(open_marks))


def mended_text(text: str, *, longest: int, single_line: bool = False) -> str:
    """A text that was written elsewhere, as `clean_text` would take it, for nobody is there to mend it.

    What cannot be printed becomes “�”, marks piled on one letter are taken off, and what is too long ends in
    “…”; empty where there is nothing to read.
    """
    text = "".join(
        "�" if _CONTROLS.match(each) or _is_not_a_character(each) else each
        for each in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    if _has_flood_of_marks(unicodedata.normalize("NFC", text)):
        text = "".join(each for each in text if unicodedata.category(each) not in ("Mn", "Me"))
    fitting = {"field": "", "required": False, "single_line": single_line}
    cleaned = clean_text(text, longest=max(len(text) * 4, 1), **fitting)  # type: ignore[arg-type]
    if len(cleaned) <= longest:
        return cleaned
    # Direction marks that are cut off open are closed, which makes the text longer again.
    end, cut = longest, cleaned
    while len(cut) > longest and end > 0:
        end -= max(1, (len(cut) - longest) // 2) if end < longest else 1
        cut = clean_text(cleaned[:end].rstrip() + "…", longest=len(cleaned) * 4, **fitting)  # type: ignore[arg-type]
    return cut

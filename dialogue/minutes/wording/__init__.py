"""Our own sentences in each language: data with named fields, and the little grammar a language needs.

A language is a module with one `Wording`; `LANGUAGES` lists them. The keys and fields of all of them are
equal.
"""

import string
from collections.abc import Iterable, Sequence

from dialogue.minutes.blocks import Line, Run, RunStyle
from dialogue.minutes.exceptions import UnknownLanguage
from dialogue.minutes.texts import LocalText, Quotation
from dialogue.minutes.wording.chinese import CHINESE
from dialogue.minutes.wording.english import ENGLISH
from dialogue.minutes.wording.grammar import Wording

__all__ = ["LANGUAGES", "Speaker", "Wording", "speaker_of"]

LANGUAGES: dict[str, Wording] = {wording.language: wording for wording in (ENGLISH, CHINESE)}

Value = str | int | Run | Sequence[Run]


class Speaker:
    """Speaks one language: turns a key and its values into a line of runs."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.language = wording.language

    def say(self, key: str, style: RunStyle = "plain", /, **values: Value) -> Line:
        """The sentence of this key with its fields filled in. Values are never read as templates."""
        runs: list[Run] = []
        for text, field, _format, _conversion in string.Formatter().parse(self.wording.sentences[key]):
            runs.append(Run(text, self.language, style))
            if field is not None:
                runs.extend(self._runs(values[field], style))
        return _merged(runs)

    def text(self, key: str, **values: str | int) -> str:
        """The sentence of this key as plain text."""
        return "".join(run.text for run in self.say(key, **values))

    def line(self, text: str, style: RunStyle = "plain") -> Line:
        """A text that needs no translation: a reference, a number, a date already in words."""
        return _merged([Run(text, self.language, style)])

    def counted(self, key: str, count: int, **values: Value) -> Line:
        """The sentence `key.one` or `key.other`, whichever `count` asks for, with `count` in words."""
        return self.say(
            f"{key}.{'one' if count == 1 else 'other'}", count=self.wording.cardinal(count), **values
        )

    def listed(self, lines: Iterable[Line], *, clauses: bool = False) -> Line:
        """Several lines as one enumeration: of names or references, or of whole clauses."""
        items = list(lines)
        between = (self.wording.joint, self.wording.last_joint)
        joint, last_joint = self.wording.clause_joints if clauses else between
        runs: list[Run] = []
        for index, line in enumerate(items):
            if index:
                runs.append(Run(last_joint if index == len(items) - 1 else joint, self.language))
            runs.extend(line)
        return _merged(runs)

    def sentences(self, lines: Iterable[Line]) -> Line:
        """Several sentences in a row, with the space the language puts between them."""
        runs: list[Run] = []
        for line in lines:
            if runs and line:
                runs.append(Run(self.wording.sentence_space, self.language))
            runs.extend(line)
        return _merged(runs)

    def quote(self, quotation: Quotation, style: RunStyle = "plain") -> Line:
        """The words of a person, in their own language."""
        return (Run(quotation.text, quotation.language, style, quoted=True),)

    def local(self, text: LocalText, style: RunStyle = "plain") -> Line:
        """A text of the organiser in this language, or in the language it is there in."""
        return self.quote(text.in_language(self.language), style)

    def language_name(self, code: str) -> str:
        """The name of a language in this language; its code where there is none."""
        return self.wording.sentences.get(f"language.{code}", code)

    def _runs(self, value: Value, style: RunStyle) -> list[Run]:
        if isinstance(value, Run):
            return [value]
        if isinstance(value, str | int):
            return [Run(str(value), self.language, style)]
        return list(value)


def speaker_of(language: str) -> Speaker:
    """The speaker of a language. Raises UnknownLanguage, naming the choices."""
    if language not in LANGUAGES:
        raise UnknownLanguage(
            f"There are no minutes in the language “{language}”. Choose one of: {', '.join(LANGUAGES)}."
        )
    return Speaker(LANGUAGES[language])


def _merged(runs: Iterable[Run]) -> Line:
    """Neighbouring runs that differ in nothing but their text become one; empty ones disappear."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if not run.text:
            continue
        if last and (last.language, last.style, last.quoted) == (run.language, run.style, run.quoted):
            merged[-1] = Run(last.text + run.text, run.language, run.style, run.quoted)
        else:
            merged.append(run)
    return tuple(merged)

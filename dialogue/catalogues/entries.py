"""Reading one entry of a catalogue: each method takes one field, checks it, and notes what is wrong.

Where something is wrong the methods answer with a harmless stand-in, so that one pass finds every fault; the
stand-ins never leave the package, because a catalogue with faults is refused.
"""

import re
from collections.abc import Collection, Mapping

from dialogue.catalogues.faults import FaultList, entry_name
from dialogue.catalogues.texts import LANGUAGES, LocalText, quoted, shown, text_problems

MOST_ENTRIES = 500
MOST_REFERENCES = 50
"""Keys of other entries in one list; it also bounds the search for circles."""
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 40
_LONGEST_PATH_STEP = 40
_NO_TEXT = LocalText(())


def kind_of(value: object) -> str:
    """What a JSON value is, in words; never the value itself, which may be of any size."""
    kinds = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "empty (null)",
    }
    if isinstance(value, Mapping):
        return "an object"
    return kinds.get(type(value), "a list" if isinstance(value, list | tuple) else "something else")


class Entry:
    """One JSON object of the file; `name` is what it is called in what is said about it."""

    def __init__(
        self,
        data: object,
        name: str,
        faults: FaultList,
        *,
        fields: Collection[str],
        languages: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.faults = faults
        self.languages = languages
        self.is_object = isinstance(data, Mapping)
        self.data: Mapping[object, object] = data if isinstance(data, Mapping) else {}
        if not self.is_object:
            self.fault("", f"is {kind_of(data)} where an object {{…}} is expected.")
        for field in self.data:
            if not isinstance(field, str):
                self.fault("", f"has a field whose name is {kind_of(field)} where a text is expected.")
            elif field not in fields:
                self.fault(shown(field), f"is not known here. The fields are: {', '.join(fields)}.")

    def entries(self, field: str, noun: str, fields: Collection[str], *, at_least: int = 0) -> "list[Entry]":
        """The members of a list of objects, in the languages of this entry."""
        return [
            self._inner(data, noun, number, fields)
            for number, data in enumerate(self.items(field, at_least=at_least), 1)
        ]

    def optional_entry(self, field: str, fields: Collection[str]) -> "Entry | None":
        data = self.data.get(field)
        return None if data is None else self._inner(data, field, None, fields)

    def _inner(self, data: object, noun: str, number: int | None, fields: Collection[str]) -> "Entry":
        key = data.get("key") if isinstance(data, Mapping) else None
        name = noun if number is None else entry_name(noun, key, number)
        within = f"{self.name}, {name}" if self.name else name
        return Entry(data, within, self.faults, fields=fields, languages=self.languages)

    def fault(self, field: str, problem: str) -> None:
        self.faults.add(self.name, field, problem)

    def key(self, field: str = "key") -> str:
        """A key of its own: lower-case letters, digits and hyphens, at most 40."""
        value = self._required(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(field, f"is {kind_of(value)} where a key is expected.")
            return ""
        if len(value) > _LONGEST_KEY or not _KEY.fullmatch(value):
            self.fault(
                field,
                f"is {quoted(value)}. A key has lower-case letters a to z, digits and single hyphens between "
                f"them, at most {_LONGEST_KEY} in all.",
            )
            return ""
        return value

    def one_of(self, field: str, known: Collection[str], *, default: str | None = None) -> str:
        """One of a few fixed words; may be left out where there is a default."""
        if default is not None and self.data.get(field) is None:
            return default
        value = self._required(field)
        if value is None:
            return ""
        if not isinstance(value, str) or value not in known:
            given = quoted(value) if isinstance(value, str) else kind_of(value)
            self.fault(field, f"is {given}. It can be: {', '.join(known)}.")
            return ""
        return value

    def optional_key(self, field: str) -> str | None:
        """The key of another entry, or None; whether that entry exists is for the references to say."""
        if self.data.get(field) is None:
            return None
        return self.key(field) or None

    def keys(self, field: str, *, at_least: int = 0) -> tuple[str, ...]:
        """Keys of other entries, each named once."""
        found: dict[str, None] = {}
        for number, value in enumerate(
            self.items(field, at_least=at_least, at_most=MOST_REFERENCES), start=1
        ):
            if not isinstance(value, str):
                self.fault(field, f"holds {kind_of(value)} as no. {number} where a key is expected.")
            elif value in found:
                self.fault(field, f"names {quoted(value)} twice.")
            else:
                found[value] = None
        return tuple(found)

    def path(self, field: str) -> tuple[str, ...]:
        """The place in the source, step by step: texts such as "II", "33", "e"."""
        return self._path_steps(self.items(field), field)

    def paths(self, field: str) -> tuple[tuple[str, ...], ...]:
        found = []
        for number, value in enumerate(self.items(field), start=1):
            if isinstance(value, list | tuple) and value:
                found.append(self._path_steps(value, f"{field}[{number}]"))
            else:
                self.fault(f"{field}[{number}]", f"is {kind_of(value)} where a list of steps is expected.")
        return tuple(found)

    def items(self, field: str, *, at_least: int = 0, at_most: int = MOST_ENTRIES) -> tuple[object, ...]:
        """The members of a list, which may be left out unless `at_least` asks for some."""
        value = self._required(field) if at_least else self.data.get(field)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.fault(field, f"is {kind_of(value)} where a list is expected.")
            return ()
        if len(value) < at_least:
            self.fault(field, f"has {len(value)} of at least {at_least} entries.")
        if len(value) > at_most:
            self.fault(field, f"has {len(value)} entries; at most {at_most} fit.")
        return tuple(value[:at_most])

    def text(self, field: str, *, limit: int, lines: bool = False) -> LocalText:
        """A text in every language of the catalogue."""
        value = self._required(field)
        return _NO_TEXT if value is None else self._text(value, field, limit=limit, lines=lines)

    def optional_text(self, field: str, *, limit: int, lines: bool = False) -> LocalText | None:
        value = self.data.get(field)
        return None if value is None else self._text(value, field, limit=limit, lines=lines)

    def texts(self, field: str, *, limit: int) -> tuple[LocalText, ...]:
        values = self.items(field)
        return tuple(
            self._text(value, f"{field}[{number}]", limit=limit, lines=False)
            for number, value in enumerate(values, start=1)
        )

    def _required(self, field: str) -> object:
        """The value, or None with a fault noted (an entry that is no object has had its fault)."""
        value = self.data.get(field)
        if value is None and self.is_object:
            self.fault(field, "is empty (null)." if field in self.data else "is missing.")
        return value

    def _text(self, value: object, field: str, *, limit: int, lines: bool) -> LocalText:
        if not isinstance(value, Mapping):
            self.fault(field, f"is {kind_of(value)} where one text per language is expected.")
            return _NO_TEXT
        for language in value:
            if not isinstance(language, str) or language not in LANGUAGES:
                given = quoted(language) if isinstance(language, str) else kind_of(language)
                self.fault(field, f"has a text under {given}. The languages are: {', '.join(LANGUAGES)}.")
            elif self.languages and language not in self.languages:
                self.fault(f"{field}.{language}", f"is there, but “{language}” is not among the “languages”.")
        found = {language: value.get(language) for language in self.languages}
        for language, text in found.items():
            self._check_text(text, language, f"{field}.{language}", limit=limit, lines=lines)
        return LocalText.of(
            {language: text.strip() for language, text in found.items() if isinstance(text, str)}
        )

    def _check_text(self, text: object, language: str, field: str, *, limit: int, lines: bool) -> None:
        if text is None:
            name = LANGUAGES[language]
            self.fault(field, f"is missing. Write it in {name}, or take “{language}” out of the “languages”.")
        elif not isinstance(text, str):
            self.fault(field, f"is {kind_of(text)} where a text is expected.")
        else:
            for problem in text_problems(text, limit=limit, lines=lines):
                self.fault(field, problem)

    def _path_steps(self, values: Collection[object], field: str) -> tuple[str, ...]:
        steps = []
        for number, value in enumerate(values, start=1):
            if not isinstance(value, str):
                self.fault(field, f"holds {kind_of(value)} as step no. {number} where a text is expected.")
                continue
            for problem in text_problems(value, limit=_LONGEST_PATH_STEP, lines=False):
                self.fault(field, f"step no. {number} {problem}")
            steps.append(value)
        return tuple(steps)

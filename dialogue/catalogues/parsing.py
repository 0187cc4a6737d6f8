"""From JSON values to a Catalogue: every field read, every fault gathered."""

from collections.abc import Mapping
from dataclasses import replace

from dialogue.catalogues.entries import Entry
from dialogue.catalogues.faults import CatalogueError, Fault, FaultList
from dialogue.catalogues.references import check_references
from dialogue.catalogues.structure import (
    FORMS,
    RESERVED_CAMPS,
    SCHEMA,
    TAG_GROUPS,
    Catalogue,
    CatalogueCamp,
    CatalogueChoice,
    CatalogueCluster,
    CataloguePart,
    CatalogueRegister,
    CatalogueTag,
    CatalogueThread,
    CatalogueWorkStep,
)
from dialogue.catalogues.texts import LANGUAGES, quoted

LONGEST_TITLE = 200
LONGEST_PROMPT = 2000
LONGEST_LABEL = 120
LONGEST_REFERENCE = 60
LONGEST_NOTE = 1000
LONGEST_ELEMENT = 300

_CATALOGUE_FIELDS = (
    "schema", "key", "languages", "title", "purpose", "source", "camps", "clusters", "work_steps", "tags",
    "threads",
)  # fmt: skip
_CAMP_FIELDS = ("key", "label", "plural", "definition", "footnote")
_CLUSTER_FIELDS = ("key", "title")
_WORK_STEP_FIELDS = ("key", "label")
_TAG_FIELDS = ("key", "group", "label", "reference")
_THREAD_FIELDS = (
    "key", "cluster", "reference", "source", "source_path", "also_source_path", "title", "prompt",
    "addressed_to", "required_elements", "avenues", "work_step", "parent", "depends_on", "parts", "choices",
    "form", "register", "answers_entries_of", "note",
)  # fmt: skip
_PART_FIELDS = ("key", "addressed_to", "prompt")
_CHOICE_FIELDS = ("key", "label")
_REGISTER_FIELDS = ("key", "title")


def parse_catalogue(data: Mapping[str, object], *, name: str) -> Catalogue:
    """The catalogue in `data`, the content of a JSON file; `name` is the file's name for the faults.

    Whatever the data are, the only exception is CatalogueError, with every fault found.
    """
    faults = FaultList(name)
    entry = Entry(data, "", faults, fields=_CATALOGUE_FIELDS)
    _check_schema(entry)
    catalogue = _catalogue(entry)
    check_references(catalogue, faults)
    faults.raise_if_any()
    place = {cluster.key: number for number, cluster in enumerate(catalogue.clusters)}
    return replace(
        catalogue, threads=tuple(sorted(catalogue.threads, key=lambda thread: place[thread.cluster]))
    )


def check(data: Mapping[str, object], name: str) -> list[Fault]:
    """What is wrong with a catalogue; an empty list when it can be used."""
    try:
        parse_catalogue(data, name=name)
    except CatalogueError as error:
        return list(error.faults)
    return []


def _check_schema(entry: Entry) -> None:
    """Refuses another schema at once: the other faults would only be its differences."""
    if not entry.is_object:
        entry.faults.raise_if_any()
    schema = entry.data.get("schema")
    if type(schema) is not int:
        entry.fault("schema", f"is missing or is not a number. It has to be {SCHEMA}.")
    elif schema != SCHEMA:
        other = Fault(
            entry.faults.file, "", "schema", f"is of another kind of catalogue; only {SCHEMA} can be read."
        )
        raise CatalogueError([other])


def _catalogue(entry: Entry) -> Catalogue:
    entry.languages = _languages(entry)
    return Catalogue(
        key=entry.key(),
        languages=entry.languages,
        title=entry.text("title", limit=LONGEST_TITLE),
        purpose=entry.text("purpose", limit=LONGEST_PROMPT, lines=True),
        source=entry.text("source", limit=LONGEST_NOTE, lines=True),
        camps=tuple(map(_camp, entry.entries("camps", "camp", _CAMP_FIELDS, at_least=2))),
        clusters=tuple(map(_cluster, entry.entries("clusters", "cluster", _CLUSTER_FIELDS, at_least=1))),
        work_steps=tuple(map(_work_step, entry.entries("work_steps", "work step", _WORK_STEP_FIELDS))),
        tags=tuple(map(_tag, entry.entries("tags", "tag", _TAG_FIELDS))),
        threads=tuple(map(_thread, entry.entries("threads", "thread", _THREAD_FIELDS, at_least=1))),
    )


def _languages(entry: Entry) -> tuple[str, ...]:
    """The known ones among the declared languages; the first is the language of the original."""
    declared = entry.keys("languages", at_least=1)
    for language in declared:
        if language not in LANGUAGES:
            entry.fault("languages", f"names {quoted(language)}. It can name: {', '.join(LANGUAGES)}.")
    return tuple(language for language in declared if language in LANGUAGES)


def _camp(entry: Entry) -> CatalogueCamp:
    key = entry.key()
    if key in RESERVED_CAMPS:
        entry.fault("key", f"is {quoted(key)}, a word with a meaning of its own. Please take another key.")
    return CatalogueCamp(
        key=key,
        label=entry.text("label", limit=LONGEST_LABEL),
        plural=entry.text("plural", limit=LONGEST_LABEL),
        definition=entry.text("definition", limit=LONGEST_NOTE),
        footnote=entry.optional_text("footnote", limit=LONGEST_NOTE),
    )


def _cluster(entry: Entry) -> CatalogueCluster:
    return CatalogueCluster(key=entry.key(), title=entry.text("title", limit=LONGEST_TITLE))


def _work_step(entry: Entry) -> CatalogueWorkStep:
    return CatalogueWorkStep(key=entry.key(), label=entry.text("label", limit=LONGEST_TITLE))


def _tag(entry: Entry) -> CatalogueTag:
    return CatalogueTag(
        key=entry.key(),
        group=entry.one_of("group", TAG_GROUPS),
        label=entry.text("label", limit=LONGEST_LABEL),
        reference=entry.optional_text("reference", limit=LONGEST_REFERENCE),
    )


def _thread(entry: Entry) -> CatalogueThread:
    register = entry.optional_entry("register", _REGISTER_FIELDS)
    return CatalogueThread(
        key=entry.key(),
        cluster=entry.key("cluster"),
        reference=entry.text("reference", limit=LONGEST_REFERENCE),
        source=entry.text("source", limit=LONGEST_ELEMENT),
        source_path=entry.path("source_path"),
        also_source_path=entry.paths("also_source_path"),
        title=entry.text("title", limit=LONGEST_TITLE),
        prompt=entry.text("prompt", limit=LONGEST_PROMPT, lines=True),
        addressed_to=entry.key("addressed_to"),
        required_elements=entry.texts("required_elements", limit=LONGEST_ELEMENT),
        avenues=entry.keys("avenues"),
        work_step=entry.optional_key("work_step"),
        parent=entry.optional_key("parent"),
        depends_on=entry.keys("depends_on"),
        parts=tuple(map(_part, _none_or_several(entry, "parts", "part", _PART_FIELDS))),
        choices=tuple(map(_choice, _none_or_several(entry, "choices", "choice", _CHOICE_FIELDS))),
        form=entry.one_of("form", FORMS, default=FORMS[0]),
        register=None if register is None else _register(register),
        answers_entries_of=entry.optional_key("answers_entries_of"),
        note=entry.optional_text("note", limit=LONGEST_NOTE, lines=True),
    )


def _none_or_several(entry: Entry, field: str, noun: str, fields: tuple[str, ...]) -> list[Entry]:
    """Parts and choices make sense from two on, or not at all."""
    entries = entry.entries(field, noun, fields)
    if len(entries) == 1:
        entry.fault(field, "has a single entry. Give at least two, or leave the field out.")
    return entries


def _part(entry: Entry) -> CataloguePart:
    return CataloguePart(
        key=entry.key(),
        addressed_to=entry.key("addressed_to"),
        prompt=entry.text("prompt", limit=LONGEST_PROMPT, lines=True),
    )


def _choice(entry: Entry) -> CatalogueChoice:
    return CatalogueChoice(key=entry.key(), label=entry.text("label", limit=LONGEST_LABEL))


def _register(entry: Entry) -> CatalogueRegister:
    return CatalogueRegister(key=entry.key(), title=entry.text("title", limit=LONGEST_TITLE))

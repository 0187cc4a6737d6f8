"""What a catalogue holds, once read and checked. Everything here is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.catalogues.faults import CatalogueError, Fault
from dialogue.catalogues.texts import LocalText, quoted

SCHEMA = 1
BOTH = "both"
"""The addressee of what is put to every camp."""
RESERVED_CAMPS = frozenset({BOTH, "neither"})
FORMS = ("discussion", "benchmark", "reaffirmation")
TAG_GROUPS = ("finding", "avenue", "horizon", "topic")


@dataclass(frozen=True, slots=True)
class CatalogueCamp:
    """A camp as proposed to the organiser, who may change label, definition and footnote in the workshop."""

    key: str
    label: LocalText
    plural: LocalText
    definition: LocalText
    footnote: LocalText | None = None


@dataclass(frozen=True, slots=True)
class CatalogueCluster:
    key: str
    title: LocalText


@dataclass(frozen=True, slots=True)
class CatalogueWorkStep:
    key: str
    label: LocalText


@dataclass(frozen=True, slots=True)
class CatalogueTag:
    """One tag of the codebook; `reference` is what the source calls it, such as a paragraph number."""

    key: str
    group: str
    label: LocalText
    reference: LocalText | None = None


@dataclass(frozen=True, slots=True)
class CataloguePart:
    """One question of a thread that asks several, with an addressee of its own."""

    key: str
    addressed_to: str
    prompt: LocalText


@dataclass(frozen=True, slots=True)
class CatalogueChoice:
    """One of the stances a thread asks to choose between."""

    key: str
    label: LocalText


@dataclass(frozen=True, slots=True)
class CatalogueRegister:
    """The list of entries a thread builds up, for other threads to answer one by one."""

    key: str
    title: LocalText


@dataclass(frozen=True, slots=True)
class CatalogueThread:
    """An item of the agenda. `addressed_to` is the key of a camp or `BOTH`; it is a hint, never a barrier."""

    key: str
    cluster: str
    reference: LocalText
    source: LocalText
    title: LocalText
    prompt: LocalText
    addressed_to: str
    source_path: tuple[str, ...] = ()
    also_source_path: tuple[tuple[str, ...], ...] = ()
    required_elements: tuple[LocalText, ...] = ()
    avenues: tuple[str, ...] = ()
    work_step: str | None = None
    parent: str | None = None
    depends_on: tuple[str, ...] = ()
    parts: tuple[CataloguePart, ...] = ()
    choices: tuple[CatalogueChoice, ...] = ()
    form: str = "discussion"
    register: CatalogueRegister | None = None
    answers_entries_of: str | None = None
    note: LocalText | None = None

    def within(self, keys: Iterable[str]) -> "CatalogueThread":
        """The same thread where only the threads of these keys exist: what points elsewhere is dropped."""
        present = frozenset(keys)
        return replace(
            self,
            parent=self.parent if self.parent in present else None,
            depends_on=tuple(key for key in self.depends_on if key in present),
            answers_entries_of=self.answers_entries_of if self.answers_entries_of in present else None,
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An agenda. Threads stand cluster by cluster, within a cluster as written in the file."""

    key: str
    languages: tuple[str, ...]
    title: LocalText
    purpose: LocalText
    source: LocalText
    camps: tuple[CatalogueCamp, ...]
    clusters: tuple[CatalogueCluster, ...]
    threads: tuple[CatalogueThread, ...]
    tags: tuple[CatalogueTag, ...] = ()
    work_steps: tuple[CatalogueWorkStep, ...] = ()

    @property
    def footnotes(self) -> tuple[LocalText, ...]:
        """The footnotes of the camps in their order, each once: camps often share one."""
        return tuple(dict.fromkeys(camp.footnote for camp in self.camps if camp.footnote is not None))

    def thread(self, key: str) -> CatalogueThread:
        return self._by_key([key])[key]

    def tags_of(self, group: str) -> tuple[CatalogueTag, ...]:
        return tuple(tag for tag in self.tags if tag.group == group)

    def select(self, keys: Iterable[str]) -> tuple[CatalogueThread, ...]:
        """The chosen threads, in catalogue order, each once.

        A choice need not be complete: a thread chosen without its parent stands on its own, and a dependency
        (or a thread whose entries are answered) that is left out is dropped from the thread that names it.
        An unknown key raises CatalogueError, which names each of them.
        """
        chosen = self._by_key(keys)
        return tuple(thread.within(chosen) for thread in self.threads if thread.key in chosen)

    def _by_key(self, keys: Iterable[str]) -> dict[str, CatalogueThread]:
        known = {thread.key: thread for thread in self.threads}
        wanted = tuple(dict.fromkeys(keys))
        unknown = [
            Fault(f"catalogue {quoted(self.key)}", f"thread {quoted(key)}", "", "is not in this catalogue.")
            for key in wanted
            if key not in known
        ]
        if unknown:
            raise CatalogueError(unknown)
        return {key: known[key] for key in wanted}

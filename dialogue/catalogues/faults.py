"""Faults of a catalogue: sentences that name file, entry and field."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.catalogues.texts import quoted

MOST_FAULTS = 200


def entry_name(noun: str, key: object, number: int) -> str:
    """What an entry is called in a fault: by its key where it has one, else by its place in the list."""
    return f"{noun} {quoted(key)}" if isinstance(key, str) and key else f"{noun} no. {number}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend; `entry` or `field` is empty where the whole file or entry is meant."""

    file: str
    entry: str
    field: str
    problem: str

    def __str__(self) -> str:
        place = [self.file, self.entry, f"field “{self.field}”" if self.field else ""]
        return ", ".join(part for part in place if part) + ": " + self.problem


class CatalogueError(Exception):
    """A catalogue that cannot be used; carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class FaultList:
    """Gathers the faults of one file; past `MOST_FAULTS` it says that there are more and stops."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, entry: str, field: str, problem: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.file, entry, field, problem))
        elif len(self.faults) == MOST_FAULTS:
            more = f"has more than {MOST_FAULTS} faults. Mend these first; the others are not listed."
            self.faults.append(Fault(self.file, "", "", more))

    def raise_if_any(self) -> None:
        if self.faults:
            raise CatalogueError(self.faults)

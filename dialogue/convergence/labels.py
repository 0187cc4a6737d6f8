"""Letters of groups that stay with the people: whoever were A last time are A this time."""

from collections.abc import Mapping, Sequence
from itertools import permutations

from .identifiers import Identifier
from .memory import MapMemory

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_at(place: int) -> str:
    """Return the letter at a place, from 0: A to Z, then AA, AB and so on."""
    letter = ""
    place += 1
    while place:
        place, last = divmod(place - 1, len(_ALPHABET))
        letter = _ALPHABET[last] + letter
    return letter


def name_groups(
    participants: Sequence[Identifier], labels: Sequence[int], number: int, memory: MapMemory | None
) -> tuple[tuple[str, ...], int]:
    """Return the letter of every group, and how many letters have been given by now.

    `labels` gives the group of each participant, from 0 to `number` - 1. Without a memory of groups
    letters follow the order of the labels. Else groups take over the letters of the last time so
    that as many participants as possible keep theirs, the older letter at a tie; every assignment
    is tried. A group that shares nobody with a letter gets a new one, and no letter comes back.
    """
    used = memory.letters_used if memory else 0
    before = memory.letters if memory else {}
    old = sorted(set(before.values()), key=lambda letter: (len(letter), letter))
    overlaps = _overlaps(participants, labels, number, before, old)
    chosen = _best_match(overlaps, number, len(old))
    letters = []
    for group in range(number):
        match = chosen[group]
        if match is not None and overlaps[group][match]:
            letters.append(old[match])
        else:
            letters.append(letter_at(used))
            used += 1
    return tuple(letters), used


def _overlaps(
    participants: Sequence[Identifier],
    labels: Sequence[int],
    number: int,
    before: Mapping[Identifier, str],
    old: Sequence[str],
) -> list[list[int]]:
    places = {letter: place for place, letter in enumerate(old)}
    overlaps = [[0] * len(old) for _group in range(number)]
    if before:
        for participant, label in zip(participants, labels, strict=True):
            letter = before.get(participant)
            if letter is not None:
                overlaps[label][places[letter]] += 1
    return overlaps


def _best_match(overlaps: Sequence[Sequence[int]], number: int, old: int) -> list[int | None]:
    """Return the letter's place for each group (None for a new one) with the largest overlap in all."""
    best: tuple[int, list[int | None]] = (-1, [None] * number)
    for match in permutations([*range(old), *[None] * max(0, number - old)], number):
        total = sum(overlaps[group][place] for group, place in enumerate(match) if place is not None)
        if total > best[0]:
            best = total, list(match)
    return best[1]

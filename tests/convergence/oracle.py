"""An adversary who tries every possible world: what can be certain of one person's answer from what is told?

Worlds are told apart by how many of a camp took each stance. Whoever looks on knows everything that is
told, who has answered, and what the members of a coalition answered. The others of a camp are as one to
them; so one of them can have supported a wording if in some world that fits at least one of the others did,
and can have not supported it likewise. Where only one of the two is possible, an answer is certain.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from dialogue.convergence import CampAnswers, Stance, StanceCounts

Tell = Callable[[list[CampAnswers], int], Hashable]
"""The function on trial: the camps, how many object, and all that is told of them."""
World = tuple[int, ...]
"""How many took each stance."""
SUPPORTING = 2


@dataclass(frozen=True)
class Certain:
    """One answer that is certain: from what was told, in which camp, beside whose answers."""

    told: Hashable
    camp: int
    coalition: World


def worlds(answered: int) -> list[World]:
    """Every way in which so many people can answer."""
    return [
        tuple(chosen.count(place) for place in range(len(Stance)))
        for chosen in combinations_with_replacement(range(len(Stance)), answered)
    ]


def answers(key: str, members: int, world: World) -> CampAnswers:
    return CampAnswers(key, members, StanceCounts(dict(zip(Stance, world, strict=True))))


def certainties(tell: Tell, answered: tuple[int, ...], silent: int, coalition: int) -> Iterator[Certain]:
    """Every answer that is certain for somebody, of camps in which so many have answered.

    `silent` more members of each have not. Also tried is that nobody conspires: the coalition is up to as
    large as it says.
    """
    fitting: dict[Hashable, list[set[World]]] = defaultdict(lambda: [set() for _camp in answered])
    for together in product(*(worlds(number) for number in answered)):
        camps = [answers(f"camp-{place}", sum(world) + silent, world) for place, world in enumerate(together)]
        told = tell(camps, sum(world[-1] for world in together))
        for place, world in enumerate(together):
            fitting[told][place].add(world)
    conspiracies = [each for size in range(coalition + 1) for each in worlds(size)]
    for told, by_camp in fitting.items():
        for place, possible in enumerate(by_camp):
            for known in conspiracies:
                if is_certain(possible, known):
                    yield Certain(told, place, known)


def is_certain(possible: set[World], known: World) -> bool:
    """Whether, of all possible worlds, those in which the coalition answered as it knows leave one answer."""
    others = [
        rest
        for world in possible
        if min(rest := tuple(a - b for a, b in zip(world, known, strict=True))) >= 0 and sum(rest)
    ]
    can_support = any(sum(rest[:SUPPORTING]) for rest in others)
    can_refuse = any(sum(rest[SUPPORTING:]) for rest in others)
    return bool(others) and not (can_support and can_refuse)

"""The opinion map on paper: from what is kept of a map to the marks of a picture, and its words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dialogue.convergence.picture import HEIGHT, MARGIN, WIDTH, Kind, Mark, PictureWords
from dialogue.selectors.people import People

CELL, RADIUS = 20, 15.0
"""Whoever stands in the same cell is drawn as one mark; a mark of one person has this radius."""
ACROSS, DOWN = (WIDTH // 2 - MARGIN) // CELL, (HEIGHT // 2 - MARGIN) // CELL
"""How many cells lie between the middle and an edge."""
SHAPE_OF_NEITHER = 3
NEARLY_ALL = 0.98
"""So much of the points fit into the picture; what lies farther out is drawn at its edge."""


@dataclass(frozen=True, slots=True)
class Picture:
    """From the plane of the figures to cells and to the paper; `step` is how wide a cell is on the plane."""

    step: float

    @classmethod
    def around(cls, points: Sequence[Sequence[float]]) -> "Picture":
        """So large that nearly all of these points lie inside; the others are drawn at the edge."""
        across, down = (_reach([each[axis] for each in points]) for axis in (0, 1))
        return cls(max(across / ACROSS, down / DOWN) or 1.0)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where it lies on the paper. Distances are the same along both axes."""
        return (
            round(WIDTH / 2 + CELL * _within(x / self.step, ACROSS), 1),
            round(HEIGHT / 2 - CELL * _within(y / self.step, DOWN), 1),
        )

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """In which cell it lies, counted from the middle to the right and upwards."""
        return round(_within(x / self.step, ACROSS)), round(_within(y / self.step, DOWN))


def _reach(places: Sequence[float]) -> float:
    reaches = sorted(map(abs, places))
    return reaches[int(len(reaches) * NEARLY_ALL)] if reaches else 0.0


def _within(distance: float, edge: int) -> float:
    return max(-float(edge), min(float(edge), distance))


Cells = Mapping[tuple[str, int, int], int]
"""How many people of the camp of this key (empty where the room shows none) stand in this cell."""


def cells_drawn(kept: Sequence[tuple[str, int, int, int]], people: People) -> Cells:
    cells: Counter[tuple[str, int, int]] = Counter()
    for camp, across, up, count in kept:
        cells[camp if people.shows_camps else "", across, up] += count
    return cells


def kinds_drawn(cells: Cells, people: People) -> tuple[Kind, ...]:
    """The marks of every camp, each with its shape; who shares a cell stands side by side in it."""
    marks: dict[str, list[Mark]] = {}
    in_cell: dict[tuple[int, int], list[str]] = {}
    for camp, *cell in sorted(cells):
        in_cell.setdefault((cell[0], cell[1]), []).append(camp)
    for (across, up), camps in in_cell.items():
        for place, camp in enumerate(camps):
            aside = (place - (len(camps) - 1) / 2) * CELL
            x, y = WIDTH / 2 + CELL * across + aside, HEIGHT / 2 - CELL * up
            marks.setdefault(camp, []).append(Mark(x, y, cells[camp, across, up]))
    shapes = {
        "": (_("Everybody"), 0, "of-all"),
        **{
            camp.key: (camp.plural.text, place + (place >= SHAPE_OF_NEITHER), f"camp--{camp.slot}")
            for place, camp in enumerate(people.camps)
        },
        people.neither.key: (people.neither.plural.text, SHAPE_OF_NEITHER, "camp--n"),
    }
    return tuple(
        Kind(label, shape, tuple(marks[key]), name)
        for key, (label, shape, name) in shapes.items()
        if key in marks
    )


def words_of_picture(description: str) -> PictureWords:
    return PictureWords(
        title=_("Opinion map"),
        description=description,
        you=pgettext("a point on the map", "you"),
        language=get_language() or "en",
    )

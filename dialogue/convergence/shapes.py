"""Shapes that stay apart in black and white, as paths of an SVG, and the outline around points."""

from collections.abc import Iterable, Sequence

Point = tuple[float, float]

FILLS = ("#ffffff", "#222222", "#a8a8a8")
DASHES = ("none", "9 5", "2 5", "14 4 3 4", "5 2")

_SIDES: tuple[tuple[Point, ...], ...] = (
    (),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
    (
        (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
        (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
    ),
    ((-1.1, -0.8), (1.1, -0.8), (0.0, 1.2)),
    ((-0.6, -1.05), (0.6, -1.05), (1.2, 0.0), (0.6, 1.05), (-0.6, 1.05), (-1.2, 0.0)),
)  # fmt: skip
"""Corners around the middle, for a radius of 1; the first shape is a circle."""


def shape(number: int, at: Point, radius: float) -> str:
    """Return the path of one mark; `number` counts shapes from 0 and begins again after the last."""
    x, y = at
    corners = _SIDES[number % len(_SIDES)]
    if not corners:
        around = f"a{radius:.4g} {radius:.4g} 0 1 1"
        return f"M{x - radius:.1f} {y:.1f}{around} {2 * radius:.4g} 0{around} {-2 * radius:.4g} 0z"
    return "M" + "L".join(f"{x + radius * dx:.1f} {y + radius * dy:.1f}" for dx, dy in corners) + "z"


def fill(number: int) -> str:
    """Return the fill of a shape: beside the shape, and another each time the shapes begin again."""
    return FILLS[(number + number // len(_SIDES)) % len(FILLS)]


def ink(number: int) -> str:
    """Return the colour of writing that can be read on the fill of a shape."""
    return "#ffffff" if fill(number) == "#222222" else "#222222"


def outline(points: Iterable[Point]) -> Sequence[Point]:
    """Return the corners of the smallest convex outline around points, by Andrew's monotone chain.

    Fewer than three corners where all points lie on one line.
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return [*_half(ordered)[:-1], *_half(ordered[::-1])[:-1]]


def _half(ordered: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(first: Point, second: Point, third: Point) -> float:
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])

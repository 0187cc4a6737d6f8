"""The opinion map as a picture: an SVG that tells camps apart by their shapes, in black and white too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING

from .identifiers import Identifier
from .shapes import DASHES, Point, fill, ink, outline, shape

if TYPE_CHECKING:
    from .groups import Groups
    from .map import OpinionMap

WIDTH, HEIGHT, MARGIN = 800, 560, 40
LEGEND_COLUMNS, LEGEND_ROW = 3, 58
LONGEST_LABEL = 32
LARGEST_MARK = 40.0
FACES = "'Noto Sans', 'Noto Sans CJK SC', Amiri, system-ui, sans-serif"
_LINE = 'stroke="#222222" fill="none"'
_HALO = 'paint-order="stroke" stroke="#ffffff" stroke-linejoin="round"'


@dataclass(frozen=True)
class PictureWords:
    """The words of a picture, in any language and direction.

    `title` and `description` are read out to whoever does not see it. `camps` gives the label of a
    camp, its key where it has none; `group` has `{letter}` in it. `everybody` labels the points where
    there are neither camps nor groups, `nowhere` those of no camp or group, `few_votes` the small points
    of those with too few votes to be grouped, `you` the point marked as the reader's own.
    """

    title: str
    description: str
    group: str = "Group {letter}"
    everybody: str = "Everybody"
    nowhere: str = "No camp"
    few_votes: str = "Small: few votes"
    you: str = "You"
    camps: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Mark:
    """One person, or `people` who stand in the same place; `few` of those with too few votes to be grouped.

    `x` and `y` are on the paper, from 0 to `WIDTH` and, downwards, to `HEIGHT`.
    """

    x: float
    y: float
    people: int = 1
    few: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """Everybody of one camp or group; `shape` counts shapes from 0, `name` is a class for a page's style."""

    label: str
    shape: int
    marks: tuple[Mark, ...]
    name: str = ""

    @property
    def people(self) -> int:
        """For how many people its marks stand."""
        return sum(mark.people for mark in self.marks)


@dataclass(frozen=True, slots=True)
class GroupMark:
    """The letter of a group in its middle, and the corners of the outline around it, if there is one."""

    letter: str
    at: Point
    corners: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a picture shows, already on the paper. A mark of one person has the radius `radius`."""

    kinds: tuple[Kind, ...]
    groups: tuple[GroupMark, ...] = ()
    you: Point | None = None
    radius: float = 7.0

    def size_of(self, mark: Mark) -> float:
        """Return the radius of a mark: its area grows with its people up to `LARGEST_MARK`."""
        most = max((each.people for kind in self.kinds for each in kind.marks), default=1)
        one = min(self.radius, LARGEST_MARK / sqrt(most))
        return max(one * sqrt(mark.people), self.radius / 2) * (0.6 if mark.few else 1.0)


def draw_picture(
    drawn: "OpinionMap",
    words: PictureWords,
    *,
    groups: "Groups | None" = None,
    camp_of: Mapping[Identifier, str] | None = None,
    camps: Sequence[str] = (),
    you: Identifier | None = None,
    name: str = "opinion-map",
) -> str:
    """Return the map as SVG: a shape for every camp (without camps: every group), an outline around groups.

    Distances are the same along both axes. No name of a participant is in it, nor their order; a camp too
    small to be shown is for the caller to leave out. For the rest see `draw_scene`.
    """
    places = _on_paper(drawn.points.tolist())
    letters = groups.letter_of() if groups else {}
    labels: dict[str | None, str] = {camp: words.camps.get(camp, camp) for camp in camps}
    if not camps and groups:
        labels = {letter: words.group.format(letter=letter) for letter in groups.letters}
    labels[None] = words.nowhere if labels else words.everybody
    marks: dict[str | None, list[Mark]] = {key: [] for key in labels}
    of_groups: dict[str, list[Point]] = {}
    own: Point | None = None
    for one, at, placed in zip(drawn.participants, places, drawn.placed.tolist(), strict=True):
        key = (camp_of or {}).get(one) if camps else letters.get(one)
        marks[key if key in marks else None].append(Mark(*at, few=not placed))
        if one in letters:
            of_groups.setdefault(letters[one], []).append(at)
        if you is not None and one == you:
            own = at
    scene = Scene(
        kinds=tuple(Kind(labels[key], place, tuple(marks[key])) for place, key in enumerate(labels)),
        groups=tuple(_around(letter, points) for letter, points in sorted(of_groups.items())),
        you=own,
        radius=7.0 if len(places) < 100 else 5.0 if len(places) < 500 else 3.5,
    )
    return draw_scene(scene, words, name=name)


def draw_scene(scene: Scene, words: PictureWords, *, name: str = "opinion-map", with_key: bool = True) -> str:
    """Return a picture as SVG without a size of its own; `with_key` says below it which shape is whose.

    Everything has a class (`point`, `of-1` …, `few`, `count`, `outline`, `letter`, `you`, `label`) for the
    style of a page, and without one it reads in black and white. `name` begins the two ids, so that several
    pictures fit on one page. All words are escaped.
    """
    parts = [*_axes(), *_outlines(scene), *_points(scene), *_letters(scene), *_own(scene, words)]
    shown = [kind for kind in scene.kinds if kind.marks]
    height = HEIGHT
    if with_key:
        parts += _key(shown, words)
        height += 16 + LEGEND_ROW * -(-len(shown) // LEGEND_COLUMNS) + 24
    return _paper(words, name, parts, height)


def _on_paper(points: Sequence[Sequence[float]]) -> list[Point]:
    """Return where points lie on the paper; the middle of the map stays in the middle of the paper."""
    reach_x = max((abs(x) for x, _y in points), default=0.0) or 1.0
    reach_y = max((abs(y) for _x, y in points), default=0.0) or 1.0
    scale = min((WIDTH / 2 - MARGIN) / reach_x, (HEIGHT / 2 - MARGIN) / reach_y)
    return [(round(WIDTH / 2 + x * scale, 1), round(HEIGHT / 2 - y * scale, 1)) for x, y in points]


def _around(letter: str, points: Sequence[Point]) -> GroupMark:
    x = sum(x for x, _y in points) / len(points)
    y = sum(y for _x, y in points) / len(points)
    return GroupMark(letter, (x, y), tuple(outline(points)))


def _axes() -> Iterator[str]:
    line = f'<path class="axis" {_LINE} stroke-opacity="0.35" d='
    yield f'{line}"M{MARGIN} {HEIGHT // 2}H{WIDTH - MARGIN}M{WIDTH // 2} {MARGIN}V{HEIGHT - MARGIN}"/>'


def _outlines(scene: Scene) -> Iterator[str]:
    for number, group in enumerate(scene.groups):
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in group.corners)
        dashes = DASHES[number % len(DASHES)]
        style = f'{_LINE} stroke-width="1.5" stroke-linejoin="round" stroke-dasharray="{dashes}"'
        if corners:
            yield f'<polygon class="outline group-{number + 1}" {style} points="{corners}"/>'


def _letters(scene: Scene) -> Iterator[str]:
    for group in scene.groups:
        x, y = group.at
        place = f'x="{x:.1f}" y="{y + 11:.1f}" font-size="32" font-weight="700"'
        yield f'<text class="letter" {place} {_HALO} stroke-width="6">{_clean(group.letter)}</text>'


def _points(scene: Scene) -> Iterator[str]:
    """Yield one path for all of one kind, its marks sorted by where they lie: nobody's order is told."""
    for kind in scene.kinds:
        ordered = sorted(kind.marks, key=lambda each: (each.x, each.y))
        look = f'fill="{fill(kind.shape)}" fill-opacity="0.85" stroke="#222222"'
        for few, name in ((True, " few"), (False, "")):
            path = "".join(
                shape(kind.shape, (mark.x, mark.y), scene.size_of(mark))
                for mark in ordered
                if mark.few is few
            )
            if path:
                yield f'<path class="{_class_of(kind)}{name}" {look} d="{path}"/>'
        for mark in ordered:
            if mark.people > 1:
                yield _count(kind, mark, scene.size_of(mark))


def _class_of(kind: Kind) -> str:
    return escape(f"point of-{kind.shape + 1} {kind.name}".strip())


def _count(kind: Kind, mark: Mark, size: float) -> str:
    """Return how many stand here, inside the mark: small enough for it."""
    letters = min(24.0, 2.2 * size / (1 + 0.3 * len(str(mark.people))))
    place = f'x="{mark.x:.1f}" y="{mark.y + 0.36 * letters:.1f}" font-size="{letters:.1f}"'
    return f'<text class="count" {place} font-weight="600" fill="{ink(kind.shape)}">{mark.people}</text>'


def _own(scene: Scene, words: PictureWords) -> Iterator[str]:
    if scene.you is None:
        return
    x, y = scene.you
    around = max(2 * scene.radius, scene.radius + 8)
    label = y - around - scene.radius if y > 2 * MARGIN + around else y + around + scene.radius + 16
    yield f'<circle class="you" {_LINE} cx="{x:.1f}" cy="{y:.1f}" r="{around:.1f}" stroke-width="3"/>'
    middle = min(max(x, 2 * MARGIN), WIDTH - 2 * MARGIN)
    place = f'x="{middle:.1f}" y="{label:.1f}" font-weight="700"'
    yield f'<text class="you" {place} {_HALO} stroke-width="5">{_clean(words.you)}</text>'


def _key(shown: Sequence[Kind], words: PictureWords) -> Iterator[str]:
    """Yield a mark above its label for every kind, each in the middle of its place."""
    cell = WIDTH / LEGEND_COLUMNS
    top = HEIGHT + 16
    for place, kind in enumerate(shown):
        x, y = cell * (place % LEGEND_COLUMNS + 0.5), top + LEGEND_ROW * (place // LEGEND_COLUMNS)
        look = f'fill="{fill(kind.shape)}" stroke="#222222"'
        yield f'<path class="{_class_of(kind)}" {look} d="{shape(kind.shape, (x, y), 8.0)}"/>'
        yield _label(x, y + 28, f"{_short(kind.label)} ({kind.people})")
    if any(mark.few for kind in shown for mark in kind.marks):
        yield _label(WIDTH / 2, top + LEGEND_ROW * -(-len(shown) // LEGEND_COLUMNS), words.few_votes)


def _label(x: float, y: float, text: str) -> str:
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}">{_clean(text)}</text>'


def _paper(words: PictureWords, name: str, parts: Sequence[str], height: int) -> str:
    key = escape(name)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="opinion-map" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" lang="{escape(words.language)}" aria-labelledby="{key}-title {key}-description" '
        f'font-family="{FACES}" font-size="18" text-anchor="middle" fill="#222222">'
    )
    told = (
        f'<title id="{key}-title">{_clean(words.title)}</title>'
        f'<desc id="{key}-description">{_clean(words.description)}</desc>'
    )
    paper = f'<rect class="paper" width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, told, paper, *parts, "</svg>\n"])


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _clean(text: str) -> str:
    """Return a text as XML holds it: escaped, and without the characters it cannot hold."""
    return escape("".join(each for each in text if each.isprintable() or each in " \n\t\u200c\u200d"))

"""The opinion map as a picture: an SVG that tells camps apart by their shapes, in black and white too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from .identifiers import Identifier
from .shapes import DASHES, Point, fill, outline, shape

if TYPE_CHECKING:
    from .groups import Groups
    from .map import OpinionMap

WIDTH, HEIGHT, MARGIN = 800, 560, 40
LEGEND_COLUMNS, LEGEND_ROW = 3, 58
LONGEST_LABEL = 32
_LINE = 'stroke="#222222" fill="none"'


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


@dataclass
class _Marks:
    """Everybody of one camp or group: those with enough votes to be grouped, and those without."""

    label: str
    placed: list[Point] = field(default_factory=list)
    few: list[Point] = field(default_factory=list)


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

    Distances are the same along both axes, and the picture has no size of its own. Everything has a
    class (`point`, `of-1` …, `few`, `outline`, `letter`, `you`, `label`) for the style of a page. No name
    of a participant is in it, nor their order; a camp too small to be shown is for the caller to leave
    out. `name` begins the two ids, so that several pictures fit on one page.
    """
    places = _on_paper(drawn.points.tolist())
    letters = groups.letter_of() if groups else {}
    marks: dict[str | None, _Marks] = {camp: _Marks(words.camps.get(camp, camp)) for camp in camps}
    if not camps and groups:
        marks = {letter: _Marks(words.group.format(letter=letter)) for letter in groups.letters}
    marks[None] = _Marks(words.nowhere if marks else words.everybody)
    of_groups: dict[str, list[Point]] = {}
    own: Point | None = None
    for one, at, placed in zip(drawn.participants, places, drawn.placed.tolist(), strict=True):
        key = (camp_of or {}).get(one) if camps else letters.get(one)
        of_kind = marks[key if key in marks else None]
        (of_kind.placed if placed else of_kind.few).append(at)
        if one in letters:
            of_groups.setdefault(letters[one], []).append(at)
        if you is not None and one == you:
            own = at
    radius = 7.0 if len(places) < 100 else 5.0 if len(places) < 500 else 3.5
    kinds = list(marks.values())
    parts = [*_axes(), *_outlines(of_groups), *_points(kinds, radius), *_letters(of_groups)]
    return _paper(
        words, name, [*parts, *_own(own, words, radius), *_legend(kinds, words)], len(_shown(kinds))
    )


def _on_paper(points: Sequence[Sequence[float]]) -> list[Point]:
    """Return where points lie on the paper; the middle of the map stays in the middle of the paper."""
    reach_x = max((abs(x) for x, _y in points), default=0.0) or 1.0
    reach_y = max((abs(y) for _x, y in points), default=0.0) or 1.0
    scale = min((WIDTH / 2 - MARGIN) / reach_x, (HEIGHT / 2 - MARGIN) / reach_y)
    return [(round(WIDTH / 2 + x * scale, 1), round(HEIGHT / 2 - y * scale, 1)) for x, y in points]


def _shown(kinds: Sequence[_Marks]) -> list[tuple[int, _Marks]]:
    """Return those with points, with their numbers."""
    return [(number, each) for number, each in enumerate(kinds) if each.placed or each.few]


def _axes() -> Iterator[str]:
    line = f'<path class="axis" {_LINE} stroke-opacity="0.35" d='
    yield f'{line}"M{MARGIN} {HEIGHT // 2}H{WIDTH - MARGIN}M{WIDTH // 2} {MARGIN}V{HEIGHT - MARGIN}"/>'


def _outlines(of_groups: Mapping[str, Sequence[Point]]) -> Iterator[str]:
    for number, letter in enumerate(sorted(of_groups)):
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in outline(of_groups[letter]))
        dashes = DASHES[number % len(DASHES)]
        style = f'{_LINE} stroke-width="1.5" stroke-linejoin="round" stroke-dasharray="{dashes}"'
        yield f'<polygon class="outline group-{number + 1}" {style} points="{corners}"/>'


def _letters(of_groups: Mapping[str, Sequence[Point]]) -> Iterator[str]:
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="6" stroke-linejoin="round"'
    for letter, points in sorted(of_groups.items()):
        x = sum(x for x, _y in points) / len(points)
        y = sum(y for _x, y in points) / len(points)
        place = f'x="{x:.1f}" y="{y + 11:.1f}"'
        yield f'<text class="letter" {place} font-size="32" font-weight="700" {halo}>{_clean(letter)}</text>'


def _points(kinds: Sequence[_Marks], radius: float) -> Iterator[str]:
    """Yield one path for all of one kind, its marks sorted by where they lie: nobody's order is told."""
    for number, each in _shown(kinds):
        for few, points, size in ((" few", each.few, radius * 0.6), ("", each.placed, radius)):
            if points:
                path = "".join(shape(number, at, size) for at in sorted(points))
                look = f'fill="{fill(number)}" fill-opacity="0.85" stroke="#222222"'
                yield f'<path class="point of-{number + 1}{few}" {look} d="{path}"/>'


def _own(at: Point | None, words: PictureWords, radius: float) -> Iterator[str]:
    if at is None:
        return
    x, y = at
    label = y - 3 * radius if y > 2 * MARGIN else y + 3 * radius + 16
    ring = f'cx="{x:.1f}" cy="{y:.1f}" r="{2 * radius:.1f}" stroke-width="3"'
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="5" stroke-linejoin="round"'
    yield f'<circle class="you" {_LINE} {ring}/>'
    middle = min(max(x, 2 * MARGIN), WIDTH - 2 * MARGIN)
    place = f'x="{middle:.1f}" y="{label:.1f}"'
    yield f'<text class="you" {place} font-weight="700" {halo}>{_clean(words.you)}</text>'


def _legend(kinds: Sequence[_Marks], words: PictureWords) -> Iterator[str]:
    """Yield a mark above its label for every kind, each in the middle of its place."""
    shown = _shown(kinds)
    cell = WIDTH / LEGEND_COLUMNS
    top = HEIGHT + 16
    for place, (number, each) in enumerate(shown):
        x, y = cell * (place % LEGEND_COLUMNS + 0.5), top + LEGEND_ROW * (place // LEGEND_COLUMNS)
        look = f'fill="{fill(number)}" stroke="#222222"'
        yield f'<path class="point of-{number + 1}" {look} d="{shape(number, (x, y), 8.0)}"/>'
        yield _label(x, y + 28, f"{_short(each.label)} ({len(each.placed) + len(each.few)})")
    if any(each.few for each in kinds):
        yield _label(WIDTH / 2, top + LEGEND_ROW * -(-len(shown) // LEGEND_COLUMNS), words.few_votes)


def _label(x: float, y: float, text: str) -> str:
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}">{_clean(text)}</text>'


def _paper(words: PictureWords, name: str, parts: Sequence[str], kinds: int) -> str:
    height = HEIGHT + 16 + LEGEND_ROW * -(-kinds // LEGEND_COLUMNS) + 24
    key = escape(name)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="opinion-map" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" lang="{escape(words.language)}" aria-labelledby="{key}-title {key}-description" '
        'font-family="system-ui, sans-serif" font-size="18" text-anchor="middle" fill="#222222">'
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

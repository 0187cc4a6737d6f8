"""The opinion map of a workshop, and the files of it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

import typst
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.convergence.picture import HEIGHT
from dialogue.minutes import fonts
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.maps import MapShown, map_of
from dialogue.selectors.people import People, people_of
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show
from dialogue.views.tables import table

DOTS_PER_INCH = 192.0
IN_ONE_PIECE = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.map), format: "svg")"""


@require_safe
def opinion_map(request: ReaderRequest, workshop_id: UUID) -> TemplateResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {"workshop": workshop_shown(people), "map": map_of(people)}
    return show(request, "dialogue/map/page.html", context)


@require_safe
def opinion_map_file(request: ReaderRequest, workshop_id: UUID, kind: str) -> HttpResponse:
    """The map to keep, as everybody sees it: one's own point is not marked in it."""
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    found = map_of(people)
    if kind not in (*PICTURES, "csv") or not found.is_drawn:
        raise Http404
    name = f"opinion-map.{kind}"
    if kind == "csv":
        return table(_lines(found, people), name)
    media_type, draw = PICTURES[kind]
    response = HttpResponse(draw(found), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(found: MapShown, people: People) -> Iterator[list[str]]:
    """A line for each mark: where, of which camp, and how many people."""
    yield ["x", "y", "camp", "people"]
    keys = {f"camp--{camp.slot}": camp.key for camp in (*people.camps, people.neither)}
    for kind in found.scene.kinds:
        for mark in kind.marks:
            yield [f"{mark.x:g}", f"{HEIGHT - mark.y:g}", keys.get(kind.name, ""), str(mark.people)]


def _svg(found: MapShown) -> bytes:
    return found.picture_to_keep.encode()


def _png(found: MapShown) -> bytes:
    """The same picture, set with the faces of the minutes, whatever the machine has."""
    picture: bytes = typst.compile(  # type: ignore[call-overload]
        IN_ONE_PIECE.encode(),
        format="png",
        ppi=DOTS_PER_INCH,
        font_paths=[Path(folder) for folder in fonts.paths()],
        ignore_system_fonts=True,
        sys_inputs={"map": found.picture_to_keep},
    )
    return picture


PICTURES: Mapping[str, tuple[str, Callable[[MapShown], bytes]]] = {
    "svg": ("image/svg+xml", _svg),
    "png": ("image/png", _png),
}

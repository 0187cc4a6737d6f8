"""The opinion map of a workshop, and the files of it."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from uuid import UUID

import typst
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.maps import MapShown, map_of
from dialogue.selectors.people import People, people_of
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show

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
    if kind not in FILES:
        raise Http404
    media_type, write = FILES[kind]
    found = map_of(people)
    if not found.is_drawn:
        raise Http404
    response = HttpResponse(write(found, people), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="opinion-map.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _svg(found: MapShown, _people: People) -> bytes:
    return render_to_string("dialogue/map/_picture.html", {"map": found, "alone": True}).encode()


def _png(found: MapShown, people: People) -> bytes:
    picture: bytes = typst.compile(
        IN_ONE_PIECE.encode(),
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"map": _svg(found, people).decode()},
    )
    return picture


def _csv(found: MapShown, people: People) -> bytes:
    """A line for each mark: where, of which camp, and how many people."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["x", "y", "camp", "people"])
    keys = {camp.slot: camp.key for camp in (*people.camps, people.neither)}
    for mark in found.marks:
        writer.writerow([f"{mark.x:g}", f"{found.height - mark.y:g}", keys.get(mark.slot, ""), mark.count])
    return lines.getvalue().encode()


FILES: Mapping[str, tuple[str, Callable[[MapShown, People], bytes]]] = {
    "svg": ("image/svg+xml", _svg),
    "png": ("image/png", _png),
    "csv": ("text/csv; charset=utf-8", _csv),
}

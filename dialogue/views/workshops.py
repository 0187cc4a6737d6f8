"""Creating a workshop: first the catalogue, then everything that is fixed by the first contribution."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from dialogue import catalogues
from dialogue.forms.workshops import WorkshopForm
from dialogue.models.texts import content_language
from dialogue.selectors.catalogues import catalogue_shown, catalogues_shown
from dialogue.services.workshops import create_workshop as create
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


def create_workshop(request: ReaderRequest) -> HttpResponse:
    """Only accounts that may create workshops get past here."""
    if not request.user.can_organise:
        raise Http404
    wanted = request.GET.get("catalogue", "")
    if not wanted:
        return show(
            request,
            "dialogue/organise/choose_catalogue.html",
            {"catalogues": catalogues_shown(request.LANGUAGE_CODE)},
        )
    try:
        catalogue = catalogues.catalogue(wanted)
    except catalogues.CatalogueError:
        raise Http404 from None
    form = WorkshopForm(request.POST or None, catalogue=catalogue)

    def found(_words: dict[str, Any]) -> str:
        organiser = create(by=request.user, plan=form.plan(content_language(request.LANGUAGE_CODE)))
        return reverse("organise", args=[organiser.workshop_id])

    context = {"catalogue": catalogue_shown(catalogue, request.LANGUAGE_CODE), "form": form}
    return submit(request, form, found) or show(request, "dialogue/organise/create.html", context, form)

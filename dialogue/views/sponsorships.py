"""Co-sponsors: the author of a proposal asks, and who was asked answers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from dialogue import access
from dialogue.forms.sponsorships import SponsorAnswerForm, SponsorForm
from dialogue.selectors.people import people_of
from dialogue.selectors.sponsors import participant_to_ask, sponsors_to_ask, sponsorship_of
from dialogue.services import sponsorships
from dialogue.views.positions import position_page
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import submit


def cosponsor_ask(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    author, position = access.position_to_revise(request.user, position_id)
    candidates = sponsors_to_ask(position, people_of(author, request.LANGUAGE_CODE))
    form = SponsorForm(request.POST or None, candidates=candidates)

    def ask(chosen: dict[str, Any]) -> str:
        participant = participant_to_ask(author, chosen["participant"])
        if participant is None:
            raise sponsorships.NotASponsor(field="participant")
        sponsorships.ask_cosponsor(by=author, position=position, participant=participant)
        return reverse("position", args=[position_id])

    return submit(request, form, ask) or position_page(request, author, position, form)


def cosponsor_answer(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    """Who declined is let in as well: sending the same answer twice is answering once."""
    participant, position = access.position_to_read(request.user, position_id)
    sponsorship = sponsorship_of(position, participant)
    if sponsorship is None:
        raise Http404
    form = SponsorAnswerForm(request.POST or None)

    def answer(chosen: dict[str, Any]) -> str:
        sponsorships.answer_cosponsorship(
            by=participant,
            sponsorship=sponsorship,
            agrees=chosen["answer"] == "agree",
            expected_version=chosen["version"],
        )
        return reverse("position", args=[position_id])

    return submit(request, form, answer) or position_page(request, participant, position, form)

"""Positions: put forward, read with their versions, revised, withdrawn, and explained."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access, models
from dialogue.exceptions import EditedMeanwhile
from dialogue.forms.acts import ActForm
from dialogue.forms.positions import PositionForm, RevisionForm
from dialogue.forms.sponsorships import SponsorAnswerForm, SponsorForm
from dialogue.selectors import levels
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.movement import movement_of
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import position_shown, versions_of
from dialogue.selectors.sponsors import sponsors_to_ask
from dialogue.selectors.threads import thread_shown
from dialogue.services import positions
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import SeeOther, show, submit
from dialogue.views.threads import place_of, thread_page


def position_post(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    participant, thread = access.thread_to_post_in(request.user, thread_id)
    form = PositionForm(request.POST or None)

    def put_forward(words: dict[str, Any]) -> str:
        position = positions.post_position(
            by=participant,
            thread=thread,
            kind=words["kind"],
            wording=form.wording,
            part=words["part"],
            choice=words["choice"],
        )
        return place_of(position)

    return submit(request, form, put_forward) or thread_page(
        request, participant, thread, form if form.is_bound else None
    )


@require_safe
def position(request: ReaderRequest, position_id: UUID) -> TemplateResponse:
    reader, position = access.position_to_read(request.user, position_id)
    return position_page(request, reader, position)


def position_revise(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    author, position = access.position_to_revise(request.user, position_id)
    form = RevisionForm(
        request.POST or None, current=current_version(position), has_step=position.is_proposal
    )

    def revise(words: dict[str, Any]) -> str:
        positions.revise_position(
            by=author, position=position, wording=form.wording, expected_version=words["version"]
        )
        return place_of(position)

    done = submit(request, form, revise)
    if done is not None:
        return done
    context = position_context(request, author, position, form)
    if isinstance(form.refusal, EditedMeanwhile):
        form.start_from(current_version(position))
    return show(request, "dialogue/position/revise.html", context, form)


def position_withdraw(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    author, position = access.position_to_withdraw(request.user, position_id)
    form = ActForm(request.POST or None)

    def withdraw(_words: dict[str, Any]) -> str:
        positions.withdraw_position(by=author, position=position)
        return place_of(position)

    done = submit(request, form, withdraw)
    if done is None and position.withdrawn_at is not None:
        done = SeeOther(place_of(position))
    return done or show(
        request, "dialogue/position/withdraw.html", position_context(request, author, position, form), form
    )


@require_safe
def why_this_level(request: ReaderRequest, position_id: UUID) -> TemplateResponse:
    reader, position = access.position_to_read(request.user, position_id)
    context = position_context(request, reader, position)
    figure = context["position"].figure
    if figure is None:
        raise Http404
    people = context["people"]
    context |= {
        "figure": figure,
        "explanation": levels.why_this_level(current_version(position), people),
        "movement": movement_of(position, figure, people),
    }
    return show(request, "dialogue/position/why.html", context)


def position_page(
    request: HttpRequest,
    reader: models.Participant,
    position: models.Position,
    form: SponsorForm | SponsorAnswerForm | None = None,
) -> TemplateResponse:
    """One position with its versions; with a form of its co-sponsors that was refused, in its place."""
    context = position_context(request, reader, position, form)
    candidates: tuple[tuple[str, str], ...] = ()
    if position.is_proposal and context["position"].may_revise:
        candidates = sponsors_to_ask(position, context["people"])
    asks = form if isinstance(form, SponsorForm) and form.is_bound else None
    context |= {
        "versions": versions_of(position),
        "sponsor_form": asks or (SponsorForm(candidates=candidates) if candidates else None),
        "sponsorship_form": form if isinstance(form, SponsorAnswerForm) and form.is_bound else None,
    }
    return show(request, "dialogue/position/page.html", context, form)


def position_context(
    request: HttpRequest, reader: models.Participant, position: models.Position, form: ActForm | None = None
) -> dict[str, Any]:
    """What every page of one position shows: the frame, the way back to the thread, and the form, if any."""
    if form is not None and form.refusal is not None:
        # What made the service refuse may have happened after this request read the position.
        position.refresh_from_db()
    people = people_of(reader, request.LANGUAGE_CODE)
    return {
        "form": form,
        "people": people,
        "workshop": workshop_shown(people),
        "thread": thread_shown(position.thread, people),
        "position": position_shown(position, people),
    }


def current_version(position: models.Position) -> models.PositionVersion:
    assert position.current_version is not None, "a position has a wording from its first moment"
    return position.current_version

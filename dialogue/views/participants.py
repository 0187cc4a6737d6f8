"""People: who joins, in which roles, and who leaves."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from dialogue import access
from dialogue.forms.acts import ActForm
from dialogue.forms.participants import JoinForm, RolesForm
from dialogue.services import participants
from dialogue.views.organise import organise_page, place
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import submit


@require_POST
def participant_add(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = JoinForm(request.POST, auto_id="join-%s")

    def add(words: dict[str, Any]) -> str:
        participants.add_participant_by_email(
            by=reader,
            email=words["email"],
            name=words["name"],
            role_label=words["role_label"],
            roles=form.chosen(),
        )
        return place(workshop_id, "people")

    return submit(request, form, add) or organise_page(request, reader, join_form=form)


@require_POST
def participant_roles(request: ReaderRequest, participant_id: UUID) -> HttpResponse:
    reader, managed = access.participant_to_manage(request.user, participant_id)
    form = RolesForm(request.POST)

    def give(_words: dict[str, Any]) -> str:
        participants.set_roles(by=reader, participant=managed, roles=form.chosen())
        return place(managed.workshop_id, "people")

    return submit(request, form, give) or organise_page(
        request, reader, refused=form, refused_person=managed.pk
    )


@require_POST
def participant_remove(request: ReaderRequest, participant_id: UUID) -> HttpResponse:
    reader, managed = access.participant_to_manage(request.user, participant_id)
    form = ActForm(request.POST)

    def remove(_words: dict[str, Any]) -> str:
        participants.remove_participant(by=reader, participant=managed)
        return place(managed.workshop_id, "people")

    return submit(request, form, remove) or organise_page(
        request, reader, refused=form, refused_person=managed.pk
    )

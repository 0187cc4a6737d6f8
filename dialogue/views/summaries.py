"""The moderator's summary of a thread."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from dialogue import access
from dialogue.exceptions import EditedMeanwhile
from dialogue.forms.summaries import SummaryForm
from dialogue.models.texts import content_language
from dialogue.selectors import drafting
from dialogue.selectors.findings import summary_of
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.threads import thread_shown
from dialogue.services.summaries import write_summary
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


def summary_edit(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    reader, thread = access.thread_to_sum_up(request.user, thread_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    standing = summary_of(thread, people)
    rests_on = [each.version_id for each in standing.rests_on] if standing else []
    form = SummaryForm(
        request.POST or None,
        citable=drafting.citable(reader).filter(position__thread=thread),
        initial={
            "text": standing.text.text if standing else "",
            "language": standing.text.code if standing else content_language(people.language),
            "rests_on": rests_on,
            "expected_number": standing.number if standing else 0,
        },
    )

    def keep(words: dict[str, Any]) -> str:
        write_summary(
            by=reader,
            thread=thread,
            text=words["text"],
            language=words["language"],
            rests_on=list(words["rests_on"]),
            expected_number=words["expected_number"],
        )
        return f"{reverse('thread', args=[thread.pk])}#found"

    done = submit(request, form, keep)
    if done is not None:
        return done
    newer = summary_of(thread, people) if isinstance(form.refusal, EditedMeanwhile) else None
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(thread, people),
        "form": form,
        "newer": newer,
        "expected_number": newer.number if newer else form["expected_number"].value() or 0,
        "banks": drafting.evidence_banks(thread, people, also=rests_on),
    }
    return show(request, "dialogue/summary/form.html", context, form)

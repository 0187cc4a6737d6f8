"""The moderator's summary of a thread, and the version of it that stands."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, IdsField, LanguageField, TextField
from dialogue.api.queries import IdField
from dialogue.api.threads import SummarySerializer
from dialogue.selectors.drafting import cited
from dialogue.selectors.findings import summary_of
from dialogue.selectors.people import people_of
from dialogue.services.summaries import write_summary


class SummaryBody(Body):
    """What the thread came to, in words; a whole text, whatever stood before."""

    text = TextField(help_text="At most 8000 characters.")
    language = LanguageField()
    rests_on = IdsField(default=list, help_text="`version_id` of the wordings it rests on; of this thread.")


class NewSummaryBody(SummaryBody):
    """The first summary of a thread."""

    thread = IdField()


class Summaries(Acting):
    """What a thread came to, in the words of those who moderate it. Its address has the id of the thread."""

    serializer_class = SummarySerializer
    lookup_url_kwarg = "thread_id"
    bodies = {"create": NewSummaryBody, "update": SummaryBody}
    replaces = frozenset({"update"})

    @extend_schema(summary="The summary of a thread as it stands")
    def retrieve(self, request: Request, thread_id: UUID) -> Response:
        reader, thread = access.thread_to_read(self.user, thread_id)
        summary = summary_of(thread, people_of(reader, self.language))
        if summary is None:
            raise Http404
        return self.answer(summary, version=summary.number)

    @extend_schema(summary="Write the first summary of a thread")
    def create(self, request: Request) -> Response:
        return self.act(lambda: self._written(self.words["thread"], 0))

    @extend_schema(summary="Write the next version of a thread’s summary")
    def update(self, request: Request, thread_id: UUID) -> Response:
        return self.replace(lambda expected: self._written(thread_id, expected))

    def _written(self, thread_id: UUID, expected: int) -> Receipt:
        by, thread = access.thread_to_sum_up(self.user, thread_id)
        summary = write_summary(
            by=by,
            thread=thread,
            text=self.words["text"],
            language=self.words["language"],
            rests_on=cited(by, self.words["rests_on"], field="rests_on"),
            expected_number=expected,
        )
        return self.receipt("summary", summary, by.workshop_id, at=thread.pk, version=summary.number)

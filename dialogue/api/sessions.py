"""Sessions: planned, opened, and closed with their minutes."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, LocalTextBody, local_text
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.workshops import SessionSerializer
from dialogue.selectors.sessions import session_shown, sessions_of
from dialogue.services import sessions


class SessionQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose sessions are wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class SessionBody(Body):
    """The next session: a title, if it has one, and its days, if they are known."""

    workshop = IdField()
    title = LocalTextBody(default=dict)
    starts_on = serializers.DateField(allow_null=True, default=None)
    ends_on = serializers.DateField(allow_null=True, default=None)


class Sessions(Acting):
    """The sittings of a workshop, one after another."""

    serializer_class = SessionSerializer
    list_query = SessionQuery
    lookup_url_kwarg = "session_id"
    bodies = {"create": SessionBody, "open": Body, "close": Body}

    @extend_schema(summary="The sessions of a workshop, in their order")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_read(self.user, self.query["workshop"])
        return self.answer_list(sessions_of(reader, self.language), tuple, key=lambda view: view.id)

    @extend_schema(summary="One session")
    def retrieve(self, request: Request, session_id: UUID) -> Response:
        reader, session = access.session_to_read(self.user, session_id)
        return self.answer(session_shown(session, reader, self.language))

    @extend_schema(summary="Plan the next session")
    def create(self, request: Request) -> Response:
        def plan() -> Receipt:
            words = self.words
            by = access.workshop_to_organise(self.user, words["workshop"])
            session = sessions.plan_session(
                by=by,
                title=local_text(words["title"]),
                starts_on=words["starts_on"],
                ends_on=words["ends_on"],
            )
            return self.receipt("session", session, by.workshop_id)

        return self.act(plan)

    @extend_schema(summary="Open the session that comes next")
    @action(detail=True, methods=["post"])
    def open(self, request: Request, session_id: UUID) -> Response:
        def begin() -> Receipt:
            by, session = access.session_to_steer(self.user, session_id)
            opened = sessions.open_session(by=by, session=session)
            return self.receipt("session", opened, by.workshop_id)

        return self.act(begin)

    @extend_schema(summary="Close the open session and draw its minutes")
    @action(detail=True, methods=["post"])
    def close(self, request: Request, session_id: UUID) -> Response:
        def end() -> Receipt:
            by, session = access.session_to_steer(self.user, session_id)
            closed = sessions.close_session(by=by, session=session)
            return self.receipt("session", closed, by.workshop_id)

        return self.act(end)

"""Every act of the API once, with who does it, what is sent, and what the record then holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from dialogue.enums import Attribution
from dialogue.models import Edition, Participant, Tagging, User
from tests.api.scene import Scene, current

WORDS = {"claim": "Warheads can wait.", "reasoning": "Because time is safety.", "language": "en"}
OTHERWISE: dict[str, Any] = {
    "claim": "Other words.", "text": "Other words.", "label": "Other words", "email": "other@example.org",
    "code": "other", "agrees": False, "camp": "neither", "attribution": "camp", "roles": ["voice"],
    "reason": "Another.", "starts_on": "2032-03-04",
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """`route` as the description has it; the ids in it and in `body` as the scene has them."""

    method: str
    route: str
    by: Participant | User
    ids: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    version: int | None = None
    kinds: tuple[str, ...] = ()
    """What is entered into the record."""

    @property
    def operation(self) -> tuple[str, str]:
        return self.method, "/api/v1" + self.route

    @property
    def address(self) -> str:
        return self.route.format(**self.ids)

    def with_other_words(self) -> "Act":
        """A valid body that asks for something else; the same where there is no body."""
        changed = {name: OTHERWISE[name] for name in self.body if name in OTHERWISE}
        if not changed:
            name = next((name for name, value in self.body.items() if is_id(value)), None)
            changed = {name: str(uuid4())} if name else {}
        if "threads" in self.body:
            changed = {"threads": self.body["threads"][::-1]}
        return replace(self, body={**self.body, **changed})

    def elsewhere(self) -> "Act":
        """The same about something that is nowhere."""
        ids = {name: uuid4() for name in self.ids}
        about = {"workshop", "thread", "position", "edition"}
        body = {name: str(uuid4()) if name in about else value for name, value in self.body.items()}
        return replace(self, ids=ids, body=body)


def is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def every_act(scene: Scene) -> Iterator[Act]:
    """In an order in which each can be done, each made when its turn comes."""
    yield from of_the_desk(scene)
    yield from of_voices(scene)
    yield from of_organisers(scene)
    yield from of_those_who_go_home(scene)


def of_the_desk(scene: Scene) -> Iterator[Act]:
    cast = scene.cast
    tagging, ours = Tagging.objects.get(), str(current(scene.other).pk)
    tag = cast.workshop.codebook.exclude(pk=tagging.tag_id).first()
    finding = {
        "act": "draft", "text": "Both would gain.", "language": "en", "level": "shared_question",
        "conditions": "If so.", "evidence": [ours], "figures_of": ours, "rests_on_one_camp": True,
    }  # fmt: skip
    summary = {"text": "It was said.", "language": "en", "rests_on": [ours]}
    yield Act(
        "post", "/taggings/", cast.moderator, body={"position": str(scene.other.pk), "tag": str(tag.pk)},
        kinds=("tag_set",),
    )  # fmt: skip
    yield Act(
        "delete", "/taggings/{tagging_id}/", cast.chair, {"tagging_id": tagging.pk}, kinds=("tag_removed",)
    )
    yield Act(
        "post", "/tags/", cast.moderator,
        body={"workshop": str(cast.workshop.pk), "label": "Verification first", "language": "en"},
        kinds=("codebook_tag_added",),
    )  # fmt: skip
    yield Act(
        "post", "/findings/", cast.moderator, body={**finding, "thread": str(cast.thread.pk)},
        kinds=("finding_drafted",),
    )  # fmt: skip
    yield Act(
        "put", "/findings/{finding_id}/", cast.chair, {"finding_id": scene.draft.pk},
        {**finding, "act": "sign"}, version=1, kinds=("finding_signed",),
    )  # fmt: skip
    yield Act(
        "put", "/summaries/{thread_id}/", cast.rapporteur, {"thread_id": cast.thread.pk}, summary, version=1,
        kinds=("summary_written",),
    )  # fmt: skip
    yield Act(
        "post", "/summaries/", cast.moderator,
        body={**summary, "rests_on": [], "thread": str(cast.closed_thread.pk)}, kinds=("summary_written",),
    )  # fmt: skip


def of_voices(scene: Scene) -> Iterator[Act]:
    cast = scene.cast
    position = {"position_id": scene.position.pk}
    sponsorship = scene.proposal.sponsorships.get(participant=cast.neither)
    answer = {"stance": "agree", "reason": "So.", "condition": "If.", "language": "en"}
    yield Act(
        "post", "/positions/", cast.abolitionist,
        body={"thread": str(cast.thread.pk), "kind": "position", **WORDS},
        kinds=("position_posted", "wording_added"),
    )  # fmt: skip
    yield Act(
        "put", "/positions/{position_id}/", cast.abolitionist, position, dict(WORDS), version=2,
        kinds=("wording_added",),
    )  # fmt: skip
    yield Act(
        "post", "/responses/", cast.supporter,
        body={"position": str(scene.position.pk), "version": str(current(scene.position).pk), **answer},
        kinds=("response_given", "condition_stated"),
    )  # fmt: skip
    yield Act(
        "post", "/sponsorships/", cast.abolitionist,
        body={"position": str(scene.proposal.pk), "participant": str(cast.abolitionists[1].pk)},
        kinds=("cosponsor_asked",),
    )  # fmt: skip
    yield Act(
        "post", "/sponsorships/{sponsorship_id}/answer/", cast.neither, {"sponsorship_id": sponsorship.pk},
        {"agrees": True, "version": 1}, kinds=("cosponsor_answered",),
    )  # fmt: skip
    yield Act(
        "post", "/workshops/{workshop_id}/camp/", cast.neither, {"workshop_id": cast.workshop.pk},
        {"camp": "deterrence"}, kinds=("camp_declared",),
    )  # fmt: skip
    yield Act(
        "post", "/positions/{position_id}/withdraw/", cast.abolitionist, position,
        kinds=("position_withdrawn",),
    )  # fmt: skip


def of_organisers(scene: Scene) -> Iterator[Act]:
    cast = scene.cast
    organiser, workshop = cast.organiser, {"workshop_id": cast.workshop.pk}
    closed = {"thread_id": cast.closed_thread.pk}
    words = {
        "title": {"en": "Another"}, "prompt": {"en": "What else?", "zh": "还有什么？"}, "camp": "abolitionist"
    }  # fmt: skip
    yield Act(
        "post", "/threads/", organiser, body={**words, "workshop": str(cast.workshop.pk)},
        kinds=("thread_added",),
    )  # fmt: skip
    yield Act("put", "/threads/{thread_id}/", organiser, closed, words, version=1, kinds=("thread_edited",))
    yield Act("post", "/threads/{thread_id}/open/", cast.moderator, closed, kinds=("thread_opened",))
    yield Act("post", "/threads/{thread_id}/close/", cast.chair, closed, kinds=("thread_closed",))
    order = [str(each) for each in cast.workshop.threads.order_by("-order").values_list("pk", flat=True)]
    yield Act(
        "post", "/workshops/{workshop_id}/order/", organiser, workshop, {"threads": order},
        kinds=("threads_reordered",),
    )  # fmt: skip
    yield Act(
        "post", "/workshops/{workshop_id}/attribution/", organiser, workshop, {"attribution": "none"},
        kinds=("attribution_tightened",),
    )  # fmt: skip
    yield Act(
        "post", "/participants/", organiser,
        body={"workshop": str(cast.workshop.pk), "email": "guest@example.org", "roles": ["observer"]},
        kinds=("participant_joined",),
    )  # fmt: skip
    guest = {"participant_id": cast.of_neither[1].pk}
    yield Act(
        "post", "/participants/{participant_id}/roles/", organiser, guest, {"roles": ["observer"]},
        kinds=("participant_changed",),
    )  # fmt: skip
    yield Act(
        "post", "/participants/{participant_id}/remove/", organiser, guest, kinds=("participant_removed",)
    )
    yield Act(
        "post", "/sessions/", organiser,
        body={"workshop": str(cast.workshop.pk), "title": {"en": "The next"}, "starts_on": "2031-03-04"},
        kinds=("session_planned",),
    )  # fmt: skip
    yield Act(
        "post", "/sessions/{session_id}/close/", cast.chair, {"session_id": cast.session.pk},
        kinds=("session_closed", "minutes_drawn"),
    )  # fmt: skip
    following = cast.workshop.sessions.order_by("-number").first()
    yield Act(
        "post", "/sessions/{session_id}/open/", organiser, {"session_id": following.pk},
        kinds=("session_opened",),
    )  # fmt: skip
    yield Act("post", "/workshops/", organiser.user, body={"catalogue": "market-street", "code": "new-one"})


def of_those_who_go_home(scene: Scene) -> Iterator[Act]:
    yield Act(
        "post", "/conversations/", scene.cast.observer,
        body={
            "workshop": str(scene.cast.workshop.pk), "thread": str(scene.cast.thread.pk), "format": "polis"
        },
        kinds=("export_asked",),
    )  # fmt: skip
    edition = Edition.objects.get(session=scene.cast.session, attribution=Attribution.NONE)
    yield Act(
        "post", "/exports/", scene.cast.observer,
        body={"edition": str(edition.pk), "format": "markdown", "language": "en"}, kinds=("export_asked",),
    )  # fmt: skip

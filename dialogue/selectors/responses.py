"""From stored responses to what the pure mathematics takes, and to what their giver sees of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import Count, QuerySet

from dialogue.convergence import CampAnswers, Conversation, Stance
from dialogue.enums import SponsorshipState, StanceChoice
from dialogue.models import Camp, CoSponsorship, Participant, Position, PositionVersion, Response, Workshop
from dialogue.models.responses import STANDING
from dialogue.models.texts import Wording
from dialogue.selectors.sentences import stance_label
from dialogue.selectors.shown import MyResponse

NEITHER = "neither"
READ_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class AnswersToVersion:
    """The answers of each camp to one version, of the participants of neither camp, and how many object at
    all.
    """

    camps: tuple[CampAnswers, ...]
    neither: CampAnswers
    standing_objections: int


def answers_to(version: PositionVersion, workshop_id: UUID) -> AnswersToVersion:
    """Count the current responses of everybody who has a voice now, by the camp each belongs to now."""
    return answers_to_each([version.pk], workshop_id)[version.pk]


def answers_to_each(version_ids: Sequence[UUID], workshop_id: UUID) -> dict[UUID, AnswersToVersion]:
    """The same for several versions of one workshop, in as many queries as for one."""
    given: dict[UUID, _Given] = {version_id: defaultdict(dict) for version_id in version_ids}
    for row in (
        Response.objects.filter(STANDING, version__in=version_ids)
        .values("version_id", "participant__camp_id", "stance")
        .annotate(people=Count("pk"))
    ):
        given[row["version_id"]][row["participant__camp_id"]][Stance(row["stance"])] = row["people"]
    members = _members(workshop_id)
    return {version_id: _answers(members, counts) for version_id, counts in given.items()}


def answers_of_others(
    answered: Mapping[UUID, AnswersToVersion], workshop: Workshop
) -> dict[UUID, tuple[CampAnswers, ...]]:
    """The answers of each camp to each version, but of those who are shown to stand behind it: its author,
    and who agreed to be named as co-sponsor. They do not count as members there either.
    """
    behind = _shown_behind(answered, workshop)
    theirs = Response.objects.filter(
        STANDING, version__in=behind, participant__in={who for people in behind.values() for who in people}
    )
    stances: dict[tuple[UUID, str], Counter[Stance]] = defaultdict(Counter)
    for version_id, who, stance in theirs.values_list("version_id", "participant_id", "stance"):
        if who in behind[version_id]:
            stances[version_id, behind[version_id][who]][Stance(stance)] += 1
    return {
        version_id: tuple(
            CampAnswers(
                camp.key,
                camp.members - sum(key == camp.key for key in behind[version_id].values()),
                {
                    stance: number - stances[version_id, camp.key][stance]
                    for stance, number in camp.counts.items()
                },
            )
            for camp in answers.camps
        )
        for version_id, answers in answered.items()
    }


def _shown_behind(version_ids: Iterable[UUID], workshop: Workshop) -> dict[UUID, dict[UUID, str]]:
    """Of each version, whoever of a camp is shown to stand behind it, and the key of the camp.

    Where the room shows no camps this is nobody, or a number would tell of which camp the author is; and
    minutes tell no more than the room.
    """
    behind: dict[UUID, dict[UUID, str]] = {version_id: {} for version_id in version_ids}
    if not workshop.shows_camps:
        return behind
    voices = Participant.objects.with_voice().filter(workshop=workshop, camp__isnull=False)
    shown = PositionVersion.objects.filter(pk__in=version_ids)
    authors = shown.filter(position__author__in=voices).values_list(
        "pk", "position__author_id", "position__author__camp__key"
    )
    sponsors = CoSponsorship.objects.filter(
        state=SponsorshipState.AGREED, participant__in=voices, position__versions__in=shown
    ).values_list("position__versions", "participant_id", "participant__camp__key")
    for version_id, who, camp in (*authors, *sponsors):
        behind[version_id][who] = camp
    return behind


def conversation_of(workshop: Workshop) -> Conversation:
    """Every current answer to a wording that everybody may read, of those who have a voice now, by position.

    Camps are those declared now, in their order. Whoever is of a camp, or of neither, that is too small to be
    counted is a member and has no answers here: nothing that follows may depend on them.
    """
    people = Participant.objects.with_voice().filter(workshop=workshop)
    sizes = dict(people.order_by().values_list("camp_id").annotate(Count("pk")))
    small = [camp_id for camp_id, size in sizes.items() if size < workshop.smallest_group]
    rows = (
        Response.objects.filter(STANDING, version__current_of__in=Position.objects.citable_in(workshop))
        .exclude(participant__camp__in=[camp_id for camp_id in small if camp_id is not None])
        .order_by()
        .values_list("participant_id", "version__current_of", "stance")
    )
    if None in small:
        rows = rows.filter(participant__camp__isnull=False)
    columns = [*zip(*rows.iterator(READ_AT_ONCE), strict=True)] or [(), (), ()]
    return Conversation.from_columns(
        [str(each) for each in columns[0]],
        [str(each) for each in columns[1]],
        [Stance(each) for each in columns[2]],
        camps=list(workshop.camps.order_by("order").values_list("key", flat=True)),
        camp_of={str(person): camp for person, camp in people.values_list("pk", "camp__key")},
    )


def nobodys_answers(workshop_id: UUID) -> AnswersToVersion:
    """What there is of a wording that nobody has answered yet."""
    return _answers(_members(workshop_id), defaultdict(dict))


_Given = dict[UUID | None, dict[Stance, int]]


def _members(workshop_id: UUID) -> list[tuple[UUID | None, str, int]]:
    """Every camp in its order, neither at the end, each with how many belong to it now."""
    people: dict[UUID | None, int] = {
        row["camp_id"]: row["people"]
        for row in Participant.objects.with_voice()
        .filter(workshop_id=workshop_id)
        .values("camp_id")
        .annotate(people=Count("pk"))
    }
    camps = Camp.objects.filter(workshop_id=workshop_id).order_by("order").values_list("pk", "key")
    return [*((pk, key, people.get(pk, 0)) for pk, key in camps), (None, NEITHER, people.get(None, 0))]


def _answers(members: Sequence[tuple[UUID | None, str, int]], given: _Given) -> AnswersToVersion:
    *camps, neither = (CampAnswers(key, people, given.get(camp_id, {})) for camp_id, key, people in members)
    return AnswersToVersion(
        camps=tuple(camps),
        neither=neither,
        standing_objections=sum(counts.get(Stance.OBJECT, 0) for counts in given.values()),
    )


def standing_objections(version: PositionVersion) -> list[dict[str, str]]:
    """The words of everybody who objects to this version, without a name and in no telling order."""
    return [
        {"text": row["reason"], "language": row["reason_language"]}
        for row in Response.objects.filter(
            version=version,
            replaced_at__isnull=True,
            stance=StanceChoice.OBJECT,
            participant__in=Participant.objects.with_voice(),
        )
        .order_by("pk")
        .values("reason", "reason_language")
    ]


@dataclass(frozen=True, slots=True)
class OwnResponse(MyResponse):
    """The reader's own answer, with what it answers."""

    id: UUID
    position_id: UUID
    version_id: UUID


def own_responses(reader: Participant) -> QuerySet[Response]:
    """The reader's answers to what stands and may be read, the earliest first; to each wording the newest."""
    positions = Position.objects.visible_to(reader).standing()
    return (
        Response.objects.filter(participant=reader, replaced_at__isnull=True, version__position__in=positions)
        .select_related("version__position", "condition")
        .order_by("given_at", "pk")
    )


def own_responses_shown(responses: Iterable[Response]) -> tuple[OwnResponse, ...]:
    return tuple(_own(response) for response in responses)


def response_shown(response: Response, position: Position) -> MyResponse:
    """What its giver sees of an answer, told whether it was given to an earlier wording."""
    condition = getattr(response, "condition", None)
    return MyResponse(
        stance=response.stance,
        stance_label=stance_label(response.stance),
        reason=Wording(response.reason, response.reason_language),
        condition=Wording(condition.text, condition.language) if condition else Wording(""),
        given_at=response.given_at,
        version_number=response.version.number,
        is_on_earlier_wording=response.version_id != position.current_version_id,
    )


def _own(response: Response) -> OwnResponse:
    position = response.version.position
    view = response_shown(response, position)
    said = {field.name: getattr(view, field.name) for field in fields(view)}
    return OwnResponse(**said, id=response.pk, position_id=position.pk, version_id=response.version_id)

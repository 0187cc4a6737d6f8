"""A conversation as its files tell it, with no more of anybody in it than the rule of the workshop allows."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from dialogue import rules
from dialogue.convergence import Identifier, Stance
from dialogue.convergence.files import Camps, ConversationExport, ExportedStatement, ExportedVotes
from dialogue.convergence.files.columns import STANCES, VALUE_OF_STANCE
from dialogue.models import Camp, Export, Figure, Import, Participant, Position, Response, Thread, Workshop
from dialogue.models.positions import REVEALED
from dialogue.selectors.exports import ExportOffer, export_shown, format_label
from dialogue.selectors.responses import NEITHER

FORMATS = ("polis", "flat")
READ_AT_ONCE = 5000
TOGETHER, DEALT = "together", "dealt anew for every statement"
_FIVE_STEPS = frozenset({Stance.CAN_LIVE_WITH_IT, Stance.OBJECT})

Answer = tuple[int, Identifier, Stance]
"""The number of a participant, the name of a statement, the stance."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A camp as the files name it, or those of neither (an empty name)."""

    key: str
    name: str


def offers_of_conversation(reader: Participant, thread: Thread | None) -> tuple[ExportOffer, ...]:
    """What can be made of a workshop or of one thread, with the newest file of each that was asked for."""
    newest = {
        export.format: export_shown(export) for export in _asked(reader, thread).order_by("requested_at")
    }
    return tuple(
        ExportOffer(
            key=each,
            format=each,
            format_label=format_label(each),
            language="",
            language_label="",
            export=newest.get(each),
        )
        for each in FORMATS
    )


def conversation_exports_in_order(reader: Participant, thread: Thread | None) -> QuerySet[Export]:
    return _asked(reader, thread).order_by("-requested_at", "pk")


def _asked(reader: Participant, thread: Thread | None) -> QuerySet[Export]:
    return (
        Export.objects.defer("content")
        .select_related("job")
        .filter(edition__isnull=True, requested_by=reader, thread=thread)
    )


def conversation_as_export(workshop: Workshop, thread: Thread | None = None) -> ConversationExport:
    """What was answered in a workshop, or in one of its threads, as it may leave.

    Only of a conversation that was carried in by name are the answers of one person kept together, under a
    number that tells nothing. Everywhere else they are read from the stored figures, which count by camp, and
    dealt anew to the members of the camp for every statement. Camps too small to be counted are in neither.

    The same answers give the same export: numbers follow from what is in it, and from nothing else.
    """
    threads = Thread.objects.filter(workshop=workshop)
    only = thread or (threads.get() if threads.count() == 1 else None)
    named = _statements(workshop, only)
    groups = _groups(workshop)
    together = rules.keeps_answers_together(workshop)
    people, answers = (_together if together else _dealt)(workshop, named, groups)
    in_five = any(stance in _FIVE_STEPS for _person, _statement, stance in answers)
    votes = ExportedVotes.of(
        (person, statement, stance if in_five else VALUE_OF_STANCE[STANCES.index(stance)])
        for person, statement, stance in answers
    )
    camps = Camps(
        tuple(group.name for group in groups if group.name),
        {number: group.name for number, group in people.items() if group.name},
    )
    carried = Import.objects.filter(thread=only).first() if only else None
    is_declared = carried is None or carried.camps_declared
    export = ConversationExport.of(
        named.values(),
        votes,
        participants=people,
        camps=camps if is_declared else Camps(),
        groups=None if is_declared else camps,
        url=carried.url if carried else "",
        licence=carried.licence if carried else "",
        summary={
            "attribution": workshop.attribution,
            "answers": TOGETHER if together else DEALT,
            "language": workshop.language,
        },
    )
    topic, description = _topic(workshop, thread, only)
    return replace(export, topic=topic, description=description)


def _topic(workshop: Workshop, thread: Thread | None, only: Thread | None) -> tuple[str, str]:
    is_part = thread is not None and Thread.objects.filter(workshop=workshop).count() > 1
    title = only.title if only else workshop.title
    about = thread.prompt if thread is not None and is_part else workshop.purpose
    return title.in_(workshop.language).text, about.in_(workshop.language).text


def _statements(workshop: Workshop, only: Thread | None) -> dict[UUID, ExportedStatement]:
    """What everybody may read, by its present wording; without authors, who would be known by them.

    Called by its numbers where these are of one kind and one thread, else one after another by the agenda.
    """
    positions = Position.objects.citable_in(workshop).select_related("current_version")
    if only is not None:
        positions = positions.filter(thread=only)
    found = list(positions.order_by("thread__order", "thread__key", "kind", "number"))
    by_number = only is not None and len({each.kind for each in found}) < 2
    named = {}
    for place, position in enumerate(found, start=1):
        version = position.current_version
        assert version is not None
        named[version.pk] = ExportedStatement(
            position.number if by_number else place,
            _whole(version.claim, version.reasoning),
            moderation=1,
        )
    return named


def _whole(claim: str, reasoning: str) -> str:
    """The text as one: a claim that is only the beginning of what follows is not told twice."""
    if claim.endswith("…") and re.sub(r"\s*\n\s*", " ", reasoning).startswith(claim[:-1]):
        return reasoning
    return f"{claim}\n\n{reasoning}" if reasoning else claim


def _groups(workshop: Workshop) -> tuple[_Group, ...]:
    """The camps that are large enough to be counted, in their order, and neither at the end if it is."""
    members = _members(workshop)
    counted = [
        camp for camp in Camp.objects.filter(workshop=workshop).order_by("order") if members[camp.key] >= 1
    ]
    labels = Counter(_label(camp, workshop) for camp in counted)
    groups = [
        _Group(camp.key, label if labels[label] == 1 else f"{label} ({camp.key})")
        for camp in counted
        if (label := _label(camp, workshop)) and members[camp.key] >= workshop.smallest_group
    ]
    if members[NEITHER] >= workshop.smallest_group:
        groups.append(_Group(NEITHER, ""))
    return tuple(groups)


def _label(camp: Camp, workshop: Workshop) -> str:
    return camp.label.in_(workshop.language).text.strip() or camp.key


def _members(workshop: Workshop) -> Counter[str]:
    voices = Participant.objects.with_voice().filter(workshop=workshop)
    return Counter(key or NEITHER for key in voices.values_list("camp__key", flat=True))


def _together(
    workshop: Workshop, named: Mapping[UUID, ExportedStatement], groups: Sequence[_Group]
) -> tuple[dict[Identifier, _Group], list[Answer]]:
    """Everybody of a group that is counted, with all of his or her answers, numbered by what these are."""
    by_key = {group.key: group for group in groups}
    voices = Participant.objects.with_voice().filter(workshop=workshop).values_list("pk", "camp__key")
    group_of = {person: by_key[key or NEITHER] for person, key in voices if (key or NEITHER) in by_key}
    given: dict[UUID, list[tuple[Identifier, Stance]]] = {person: [] for person in group_of}
    rows = Response.objects.filter(REVEALED, version__in=_citable(workshop), replaced_at__isnull=True)
    for person, version, stance in rows.values_list("participant_id", "version_id", "stance").iterator(
        READ_AT_ONCE
    ):
        if person in given and version in named:
            given[person].append((named[version].identifier, Stance(stance)))
    for answers in given.values():
        answers.sort(key=lambda each: each[0])
    in_order = sorted(given, key=lambda person: _lot(group_of[person].name, given[person]))
    numbers = {person: number for number, person in enumerate(in_order, start=1)}
    return (
        {numbers[person]: group_of[person] for person in in_order},
        [(numbers[person], *answer) for person in in_order for answer in given[person]],
    )


def _citable(workshop: Workshop) -> QuerySet[Position, UUID | None]:
    return Position.objects.citable_in(workshop).values_list("current_version", flat=True)


def _dealt(
    workshop: Workshop, named: Mapping[UUID, ExportedStatement], groups: Sequence[_Group]
) -> tuple[dict[Identifier, _Group], list[Answer]]:
    """As many people as each group has, and what the stored figures count, dealt among them by lot."""
    counted: dict[UUID, dict[str, Mapping[Stance, int]]] = {}
    for figure in Figure.objects.filter(round__isnull=True, version__in=_citable(workshop)):
        figures = figure.figures
        counts = {each.key: each.counts for each in figures.camps if each.counts is not None}
        if figures.neither is not None:
            counts[NEITHER] = figures.neither.counts
        counted[figure.version_id] = counts
    members = _members(workshop)
    people: dict[Identifier, _Group] = {}
    answers: list[Answer] = []
    for group in groups:
        told: dict[UUID, Mapping[Stance, int]] = {
            version: counts.get(group.key, {}) for version, counts in counted.items() if version in named
        }
        # Figures follow a change of people a little later in a large consultation.
        size = max([members[group.key], *(sum(each.values()) for each in told.values())])
        numbers = range(len(people) + 1, len(people) + size + 1)
        people |= dict.fromkeys(numbers, group)
        for version, of_version in told.items():
            answers += _deal(named[version].identifier, of_version, numbers)
    return people, sorted(answers, key=lambda each: (each[0], each[1]))


def _deal(statement: Identifier, counts: Mapping[Stance, int], numbers: Sequence[int]) -> Iterator[Answer]:
    in_turn = iter(sorted(numbers, key=lambda number: _lot(str(statement), number)))
    for stance in STANCES:
        for _each in range(counts.get(stance, 0)):
            yield next(in_turn), statement, stance


def _lot(*what: object) -> bytes:
    """As good as drawn, and the same for the same."""
    return hashlib.sha256(repr(what).encode()).digest()

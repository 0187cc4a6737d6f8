"""Agenda at a glance: every thread in one line, in a fixed number of queries."""

from collections import Counter, defaultdict
from itertools import groupby
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.enums import ConditionState, LevelChoice, PositionKind, StanceChoice
from dialogue.models import Condition, Finding, Participant, Position, Response, Thread
from dialogue.selectors.people import People
from dialogue.selectors.sentences import level_label
from dialogue.selectors.shown import AgendaGroup, AgendaRow, CampShown
from dialogue.selectors.threads import printed_reference


def agenda(people: People) -> tuple[AgendaGroup, ...]:
    """The threads in the organiser's order, grouped by cluster as they come."""
    reader, language = people.reader, people.language
    threads = list(Thread.objects.filter(workshop=reader.workshop).order_by("order", "key"))
    said = _said(reader)
    found = _found(reader)
    still_open = _still_open(people)
    by_id = {thread.pk: thread for thread in threads}
    groups = []
    for cluster, members in groupby(
        threads, key=lambda thread: thread.cluster.in_(language, reader.workshop.language)
    ):
        rows = tuple(
            AgendaRow(
                id=thread.pk,
                key=thread.key,
                reference=printed_reference(thread, people),
                title=thread.title.in_(language, reader.workshop.language),
                is_open=thread.is_open,
                was_opened=thread.opened_at is not None,
                voices=_per_camp(said[thread.pk, PositionKind.POSITION], people),
                positions=said[thread.pk, PositionKind.POSITION].total(),
                proposals=said[thread.pk, PositionKind.PROPOSAL].total(),
                found=tuple((level, level_label(level)) for level in found[thread.pk]),
                still_open=_words(still_open[thread.pk], _waits_for(thread, by_id, people)),
                depth=_depth(thread, by_id),
            )
            for thread in members
        )
        groups.append(AgendaGroup(title=cluster, rows=rows))
    return tuple(groups)


def _depth(thread: Thread, by_id: dict[UUID, Thread]) -> int:
    depth = 0
    while thread.parent_id in by_id and depth < 3:
        thread, depth = by_id[thread.parent_id], depth + 1
    return depth


def _per_camp(voices: Counter[UUID | None], people: People) -> tuple[tuple[CampShown, int], ...]:
    if not people.shows_camps:
        return ()
    return tuple((camp, voices[camp_id]) for camp_id, camp in people.by_id.items())


def _said(reader: Participant) -> dict[tuple[UUID, str], Counter[UUID | None]]:
    """How many texts of each kind stand in each thread, by the camp of their author."""
    counts: dict[tuple[UUID, str], Counter[UUID | None]] = defaultdict(Counter)
    for row in (
        Position.objects.visible_to(reader)
        .standing()
        .values("thread_id", "kind", "author__camp_id")
        .annotate(number=Count("pk"))
    ):
        counts[row["thread_id"], row["kind"]][row["author__camp_id"]] = row["number"]
    return counts


def _found(reader: Participant) -> dict[UUID, list[str]]:
    """The levels of the signed findings per thread, each once, in the order of levels."""
    levels: dict[UUID, set[str]] = defaultdict(set)
    for row in Finding.objects.filter(workshop=reader.workshop, signed_version__isnull=False).values(
        "thread_id", "signed_version__level"
    ):
        levels[row["thread_id"]].add(row["signed_version__level"])
    return defaultdict(
        list,
        {key: [level for level in LevelChoice.values if level in found] for key, found in levels.items()},
    )


def _still_open(people: People) -> dict[UUID, Counter[str]]:
    """Open conditions and standing objections to current wordings, per thread.

    An objection without a reason counts only where its group is large enough for its numbers to be shown.
    Where bands are told, no objections are counted: their number would tell who is among them.
    """
    reader = people.reader
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    standing = Position.objects.visible_to(reader).standing().values("current_version_id")
    voices = Participant.objects.with_voice().filter(workshop=reader.workshop)
    for row in (
        Condition.objects.filter(
            state=ConditionState.OPEN,
            response__replaced_at__isnull=True,
            response__version__in=standing,
            response__participant__in=voices,
        )
        .values("response__version__position__thread_id")
        .annotate(number=Count("pk"))
    ):
        counts[row["response__version__position__thread_id"]]["conditions"] = row["number"]
    if people.tells_bands:
        return counts
    for objecting in (
        Response.objects.filter(
            stance=StanceChoice.OBJECT, replaced_at__isnull=True, version__in=standing, participant__in=voices
        )
        .annotate(is_wordless=ExpressionWrapper(Q(reason=""), BooleanField()))
        .values("version__position__thread_id", "participant__camp_id", "is_wordless")
        .annotate(number=Count("pk"))
    ):
        if not objecting["is_wordless"] or people.is_counted(objecting["participant__camp_id"]):
            counts[objecting["version__position__thread_id"]]["objections"] += objecting["number"]
    return counts


def _waits_for(thread: Thread, by_id: dict[UUID, Thread], people: People) -> str:
    if thread.opened_at or thread.parent_id not in by_id:
        return ""
    return _("opens after %(thread)s") % {"thread": printed_reference(by_id[thread.parent_id], people)}


def _words(counts: Counter[str], waits_for: str) -> str:
    parts = [waits_for] if waits_for else []
    if number := counts["objections"]:
        parts.append(ngettext("%(count)s objection", "%(count)s objections", number) % {"count": number})
    if number := counts["conditions"]:
        parts.append(ngettext("%(count)s condition", "%(count)s conditions", number) % {"count": number})
    return _(", ").join(parts)

"""The rows of a conversation that was held elsewhere: its people, statements and answers, written in bulk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from dialogue.convergence import Identifier, Stance, natural_order
from dialogue.convergence.files import Camps, ConversationExport, ExportedStatement
from dialogue.convergence.files.columns import STANCES
from dialogue.enums import Attribution, Language, PositionKind
from dialogue.models import (
    Camp,
    CampDeclaration,
    Participant,
    Position,
    PositionVersion,
    Response,
    Session,
    Thread,
    User,
)
from dialogue.models.positions import LONGEST_CLAIM, LONGEST_REASONING
from dialogue.services.participants import LONGEST_LABEL
from dialogue.services.texts import mended_text

AT_ONCE = 5000
LARGEST_NUMBER = 2**31 - 1
UNREACHABLE = "invalid"
"""A top-level domain in which nobody ever gets mail (RFC 2606): no code reaches these accounts."""
FIRST_SECOND, LAST_SECOND = 100_000_000, 253_402_300_800
_STANCE_OF_VOTE = {1: Stance.AGREE, 0: Stance.PASS, -1: Stance.DISAGREE}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What to make of an export. `camps` are those people are put into; `language` is that of the texts."""

    name: str
    export: ConversationExport
    camps: Camps
    language: str = Language.ENGLISH
    attribution: str = Attribution.NAMED
    strict_moderation: bool = False


@dataclass(slots=True)
class Carried:
    """What was made, and in numbers what was not taken as it stood in the files."""

    organiser: Participant
    thread: Thread
    statements: int = 0
    hidden: int = 0
    people: dict[Identifier, Participant] = field(default_factory=dict)
    responses: int = 0
    changed: int = 0
    repeated: int = 0
    hidden_votes: int = 0
    without_text: int = 0
    split: int = 0
    shortened: int = 0


def carry_rows(*, plan: ImportPlan, organiser: Participant, thread: Thread, session: Session) -> Carried:
    """Write everything an export holds into an empty thread; runs in the transaction of the import."""
    carrier = _Carrier(plan, organiser, thread, session)
    carrier.invite()
    carrier.put_forward()
    carrier.answer()
    return carrier.told


class _Carrier:
    """People and positions by the names they have in the files: what the rows of votes refer to."""

    def __init__(self, plan: ImportPlan, organiser: Participant, thread: Thread, session: Session) -> None:
        self.plan, self.export, self.session = plan, plan.export, session
        self.workshop, self.now = organiser.workshop, timezone.now()
        hidden = self.export.hidden(strict_moderation=plan.strict_moderation)
        self.statements = [each for each in self.export.statements if each.identifier not in hidden]
        self.versions: dict[Identifier, PositionVersion] = {}
        self.told = Carried(organiser, thread, len(self.statements), len(hidden))
        self.people = self.told.people

    def invite(self) -> None:
        authors = {each.author for each in self.statements if each.author is not None}
        names = sorted({*self.export.participants, *self.plan.camps.camp_of, *authors}, key=natural_order)
        in_order = Camp.objects.filter(workshop=self.workshop).order_by("order")
        camps = dict(zip(self.plan.camps.names, in_order, strict=True))
        labels = _labels(names)
        for part in _parts(names):
            users = [
                User(
                    email=f"{slugify(labels[name])}@{self.workshop.code}.{UNREACHABLE}",
                    password=make_password(None),
                )
                for name in part
            ]
            User.objects.bulk_create(users)
            for name, user in zip(part, users, strict=True):
                self.people[name] = Participant(
                    workshop=self.workshop,
                    user=user,
                    camp=camps.get(self.plan.camps.camp_of.get(name, "")),
                    role_label=labels[name],
                    has_voice=True,
                    joined_at=self.now,
                )
            Participant.objects.bulk_create([self.people[name] for name in part])
        if self.plan.camps.declared:
            declared = (
                CampDeclaration(participant=person, camp=person.camp, declared_at=self.now)
                for person in self.people.values()
                if person.camp
            )
            for some in _parts(declared):
                CampDeclaration.objects.bulk_create(some)

    def put_forward(self) -> None:
        numbers = _numbers(self.statements)
        positions = []
        for each in self.statements:
            at = self._moment(each.created)
            position = Position(
                thread=self.told.thread,
                session=self.session,
                author=self.told.organiser if each.author is None else self.people[each.author],
                kind=PositionKind.PROPOSAL,
                number=numbers[each.identifier],
                posted_at=at,
            )
            claim, reasoning = self._words(each)
            version = PositionVersion(
                position=position,
                number=1,
                claim=claim,
                reasoning=reasoning,
                language=self.plan.language,
                written_at=at,
            )
            position.current_version = self.versions[each.identifier] = version
            positions.append(position)
        # Each row names the other; the database holds them against each other at the commit.
        Position.objects.bulk_create(positions, batch_size=AT_ONCE)
        PositionVersion.objects.bulk_create(self.versions.values(), batch_size=AT_ONCE)

    def answer(self) -> None:
        for part in _parts(self._answers()):
            Response.objects.bulk_create(part)
            self.told.responses += len(part)

    def _words(self, statement: ExportedStatement) -> tuple[str, str]:
        """What is answered, and what was said beside it: a first paragraph and the others, or a long text
        that is told whole below its beginning.
        """
        claim, _break, reasoning = statement.text.partition("\n\n")
        whole = mended_text(statement.text, longest=LONGEST_REASONING)
        claim = mended_text(claim, longest=4 * len(claim) + 1, single_line=True)
        if not claim:
            self.told.without_text += 1
            return f"Statement {statement.identifier}"[:LONGEST_CLAIM], whole
        if len(claim) > LONGEST_CLAIM:
            self.told.split += 1
            claim, reasoning = mended_text(claim, longest=LONGEST_CLAIM), whole
        if len(statement.text) > LONGEST_REASONING:
            self.told.shortened += 1
        return claim, mended_text(reasoning, longest=LONGEST_REASONING)

    def _answers(self) -> Iterator[Response]:
        """Every answer of everybody, in the order of time: the last stands, those before are kept."""
        votes = self.export.votes
        voters, voted = votes.voters, votes.voted
        times = votes.times or ()
        rows: list[int] = (
            sorted(range(len(votes)), key=times.__getitem__) if times else list(range(len(votes)))
        )
        rows.sort(key=voters.places.__getitem__)
        standing: dict[int, Response] = {}
        voter = -1
        for row in rows:
            if voters.places[row] != voter:
                yield from standing.values()
                voter, standing = voters.places[row], {}
            version = self.versions.get(voted.names[voted.places[row]])
            if version is None:
                self.told.hidden_votes += 1
                continue
            stance = (
                _STANCE_OF_VOTE[votes.votes[row]] if votes.stances is None else STANCES[votes.stances[row]]
            )
            before = standing.get(voted.places[row])
            if before is not None and before.stance == stance:
                self.told.repeated += 1
                continue
            at = self._moment(times[row] if times else None)
            if before is not None:
                self.told.changed += 1
                before.replaced_at = at
                yield before
            standing[voted.places[row]] = Response(
                version=version,
                participant=self.people[voters.names[voter]],
                session=self.session,
                stance=str(stance),
                given_at=at,
            )
        yield from standing.values()

    def _moment(self, milliseconds: int | None) -> datetime:
        """A time of the files; now, where there is none or it tells the order alone."""
        seconds = (milliseconds or 0) / 1000
        return datetime.fromtimestamp(seconds, UTC) if FIRST_SECOND <= seconds < LAST_SECOND else self.now


def _labels(names: Iterable[Identifier]) -> Mapping[Identifier, str]:
    """“Participant 12” by the numbers people have in the files, where they have some; else in their order."""
    known = list(names)
    by_number = all(
        isinstance(name, int) and name >= 0 and len(f"Participant {name}") <= LONGEST_LABEL for name in known
    )
    return {name: f"Participant {name if by_number else place}" for place, name in enumerate(known, start=1)}


def _numbers(statements: Iterable[ExportedStatement]) -> Mapping[Identifier, int]:
    """The numbers statements have in the files, where these can be; else one after another."""
    names = [each.identifier for each in statements]
    if all(isinstance(name, int) and 0 <= name <= LARGEST_NUMBER for name in names):
        return {name: int(name) for name in names}
    return {name: place for place, name in enumerate(names, start=1)}


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part

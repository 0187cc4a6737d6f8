"""From what a session heard to its minutes: identities removed first, then the document built.

Positions stand in an order of their content and are numbered in it, because order of entry is one of the ways
a writer is found out. Proposals keep the number they are called by in the room (“P2”), which findings and
summaries use in their words. What came with a response bears no name in any attribution: a single response is
seen by its giver alone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from django.utils import timezone

from dialogue import minutes
from dialogue.enums import Attribution, StanceChoice
from dialogue.minutes import ANONYMOUS, NEITHER, LocalText, Quotation, Voice
from dialogue.minutes.document import ConditionState, SigningRole
from dialogue.minutes.figures import Level
from dialogue.models import Finding, Participant, Position, PositionVersion, Session, Summary, Thread
from dialogue.selectors import minutes_frame
from dialogue.selectors.heard import Heard, heard_in
from dialogue.selectors.minutes_figures import bands_told, figures_told
from dialogue.selectors.minutes_frame import iso, local, local_or_none

PERSONAL = (Attribution.NAMED, Attribution.ROLE_LABEL)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def document_of(session: Session, attribution: Attribution) -> minutes.Document:
    """The minutes of a session as of now, numbered, for one attribution.

    The number of queries does not depend on how much was said.
    """
    attribution = Attribution(attribution)
    heard = heard_in(session, with_people=attribution in PERSONAL)
    account = _Account(heard, attribution)
    threads = tuple(account.thread(index, thread) for index, thread in enumerate(heard.threads))
    return minutes.number_paragraphs(
        minutes.Document(
            header=minutes_frame.header(heard, attribution),
            camps=tuple(minutes_frame.camp(camp) for camp in heard.camps),
            participation=minutes_frame.participation(heard),
            threads=threads,
            findings=tuple(account.finding(finding) for finding in heard.findings),
            method=minutes_frame.method(heard),
            checkpoint=minutes.Checkpoint(heard.workshop.record_count, heard.workshop.record_head),
        )
    )


class _Account:
    """What may be told in one attribution, and the references given so far: threads first, then findings."""

    def __init__(self, heard: Heard, attribution: Attribution) -> None:
        self.heard = heard
        self.attribution = attribution
        self.camps = [camp.key for camp in heard.camps]
        self._keys = {camp.pk: camp.key for camp in heard.camps}
        self.counted = frozenset(
            key for key, size in heard.sizes.items() if size >= heard.workshop.smallest_group
        )
        self.labelled = self._labelled_threads()
        self.references: dict[UUID, str] = {}

    def group_of(self, participant: Participant) -> str:
        return self._keys[participant.camp_id] if participant.camp_id else NEITHER

    def _labelled_threads(self) -> frozenset[str]:
        """The threads whose positions are tied to camps.

        With names or role labels, who is never tied to a camp would be known by that: so all are, or none.
        """
        groups = {
            thread.key: [
                self.group_of(position.author)
                for position in self.heard.positions.get(thread.pk, ())
                if not position.is_proposal
            ]
            for thread in self.heard.threads
        }
        if self.attribution == Attribution.NONE:
            return frozenset()
        if self.attribution == Attribution.CAMP:
            return minutes.labelled_threads(groups, self.heard.sizes, self.heard.workshop.smallest_group)
        spoke = {group for of_thread in groups.values() for group in of_thread}
        return frozenset(groups) if spoke <= self.counted else frozenset()

    def voice(self, participant: Participant, camp: str) -> Voice:
        """To whom a statement is tied, as far as this attribution allows; without a `camp`, to none."""
        if self.attribution == Attribution.NAMED and participant.user.name:
            return Voice("named", participant.user.name, camp)
        if self.attribution in PERSONAL:
            return Voice("role_label", participant.role_label, camp)
        return Voice("camp", camp=camp) if camp else ANONYMOUS

    def thread(self, index: int, thread: Thread) -> minutes.Thread:
        heard = self.heard.positions.get(thread.pk, ())
        positions = self._in_order(index, thread, [each for each in heard if not each.is_proposal])
        proposals = [each for each in heard if each.is_proposal]
        for number, position in enumerate(positions, start=1):
            self.references[position.pk] = f"{thread.key}.{number}"
        for proposal in proposals:
            self.references[proposal.pk] = f"{thread.key}.{proposal.reference}"
        addressee = self._keys[thread.addressee_id] if thread.addressee_id else ""
        return minutes.Thread(
            key=thread.key,
            reference=thread.reference.in_(self.heard.workshop.language).text or thread.key,
            title=local(thread.title),
            prompt=local(thread.prompt),
            source=local_or_none(thread.source),
            addressees=(addressee,) if addressee else (),
            parts=tuple(
                minutes.ThreadPart(
                    _part_label(place), local(part.prompt), (part.addressee,) if part.addressee else ()
                )
                for place, part in enumerate(thread.thread_parts)
            ),
            positions=tuple(self._position(thread, position) for position in positions),
            proposals=tuple(self._proposal(thread, proposal) for proposal in proposals),
            summary=self._summary(self.heard.summaries.get(thread.pk)),
            camps_not_heard=self._camps_not_heard(thread, positions),
        )

    def _in_order(self, index: int, thread: Thread, positions: list[Position]) -> tuple[Position, ...]:
        return minutes.arrange(
            positions,
            camp_of=lambda position: self.group_of(position.author),
            text_of=lambda position: _words(_wording(position)),
            camps=self.camps,
            thread_index=index,
            labelled=thread.key in self.labelled,
        )

    def _camps_not_heard(self, thread: Thread, positions: Sequence[Position]) -> tuple[str, ...]:
        """Only where positions bear their camps. A proposal counts for no camp, or it would be tied to it."""
        standing = [position for position in positions if position.withdrawn_at is None]
        if thread.key not in self.labelled or not standing:
            return ()
        heard = {self.group_of(position.author) for position in standing}
        return tuple(camp for camp in self.camps if camp not in heard and camp in self.counted)

    def _position(self, thread: Thread, position: Position) -> minutes.Position:
        version = _wording(position)
        withdrawn = position.withdrawn_at is not None
        camp = self.group_of(position.author) if thread.key in self.labelled else ""
        return minutes.Position(
            reference=self.references[position.pk],
            claim=None if withdrawn else Quotation(version.claim, version.language),
            reasoning=None if withdrawn else Quotation(version.reasoning, version.language),
            voice=self.voice(position.author, camp),
            version=version.number,
            withdrawn=withdrawn,
            part=None if withdrawn else _part(thread, position),
            choice=None if withdrawn else _choice(thread, position),
        )

    def _proposal(self, thread: Thread, proposal: Position) -> minutes.Proposal:
        version = _wording(proposal)
        reference, voice = self.references[proposal.pk], self.voice(proposal.author, "")
        if proposal.withdrawn_at is not None:
            return minutes.Proposal(
                reference=reference,
                claim=None,
                step=None,
                reasoning=None,
                text_hash="",
                figures=None,
                voice=voice,
                version=version.number,
                withdrawn=True,
            )
        objections = () if self.heard.workshop.tells_bands else _objections(version)
        figure = next(iter(version.figures.all()), None)
        bands = figure.told_bands if figure else None
        return minutes.Proposal(
            reference=reference,
            claim=Quotation(version.claim, version.language),
            step=Quotation(version.step, version.language) if version.step else None,
            reasoning=Quotation(version.reasoning, version.language),
            text_hash=hashlib.sha256(_words(version).encode()).hexdigest(),
            figures=figures_told(figure.figures, self.camps, self.counted, objections) if figure else None,
            voice=voice,
            version=version.number,
            co_sponsors=self._co_sponsors(proposal),
            conditions=_conditions(version),
            objections=objections,
            part=_part(thread, proposal),
            choice=_choice(thread, proposal),
            bands=bands_told(bands, self.camps) if bands else None,
        )

    def _co_sponsors(self, proposal: Position) -> tuple[str, ...]:
        if self.attribution not in PERSONAL:
            return ()
        return tuple(sorted(self.voice(each.participant, "").text for each in proposal.sponsorships.all()))

    def _summary(self, summary: Summary | None) -> minutes.Summary | None:
        if summary is None:
            return None
        return minutes.Summary(
            Quotation(summary.text, summary.language), self._references_of(summary.rests_on.all())
        )

    def _references_of(self, versions: Iterable[PositionVersion]) -> tuple[str, ...]:
        """The references of what is cited, in the order of the document; what is not shown is not cited."""
        cited = {version.position_id for version in versions}
        return tuple(reference for position_id, reference in self.references.items() if position_id in cited)

    def finding(self, finding: Finding) -> minutes.Finding:
        version = finding.signed_version
        assert version is not None
        assert version.signed_at is not None
        signer = version.written_by.user.name if self.attribution == Attribution.NAMED else ""
        evidence = list(version.evidence.all())
        conditions = [version.conditions] if version.conditions else []
        return minutes.Finding(
            number=finding.number,
            thread=next(thread.key for thread in self.heard.threads if thread.pk == finding.thread_id),
            text=Quotation(version.text, version.language),
            level=cast(Level, version.level),
            date=iso(timezone.localdate(version.signed_at)),
            signed_by=cast(SigningRole, version.signed_as),
            signer=signer,
            version=version.number,
            basis=self._references_of(evidence),
            conditions=tuple(minutes.Condition(Quotation(text, version.language)) for text in conditions),
            objections=tuple(_objection(each["text"], each["language"]) for each in version.objections),
            rests_on_one_camp=version.rests_on_one_camp,
            camp=self._one_camp(evidence) if version.rests_on_one_camp else "",
            beyond_figures=version.is_chairs_own,
        )

    def _one_camp(self, evidence: Sequence[PositionVersion]) -> str:
        """The camp a finding rests on, if everything it cites bears that camp already; else untold."""
        cited = {version.position_id for version in evidence}
        camps = {
            self.group_of(position.author) if thread.key in self.labelled and not position.is_proposal else ""
            for thread in self.heard.threads
            for position in self.heard.positions.get(thread.pk, ())
            if position.pk in cited
        }
        camp = camps.pop() if len(camps) == 1 else ""
        return camp if camp in self.camps else ""


def _conditions(version: PositionVersion) -> tuple[minutes.Condition, ...]:
    conditions = [each.condition for each in version.responses.all() if hasattr(each, "condition")]
    return tuple(
        minutes.Condition(
            Quotation(condition.text, condition.language), cast(ConditionState, condition.state)
        )
        for condition in sorted(conditions, key=lambda condition: _digest(condition.text))
    )


def _objections(version: PositionVersion) -> tuple[minutes.Objection, ...]:
    """The standing objections in no telling order; those without a reason yet stand last."""
    responses = [each for each in version.responses.all() if each.stance == StanceChoice.OBJECT]
    responses.sort(key=lambda response: (not response.reason, _digest(response.reason)))
    return tuple(_objection(response.reason, response.reason_language) for response in responses)


def _objection(text: str, language: str) -> minutes.Objection:
    return minutes.Objection(Quotation(text, language) if text else None)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _wording(position: Position) -> PositionVersion:
    assert position.current_version is not None
    return position.current_version


def _words(version: PositionVersion) -> str:
    """Claim, step and reasoning with an empty line between: what the printed hash of a proposal tells of."""
    return "\n\n".join(text for text in (version.claim, version.step, version.reasoning) if text)


def _part_label(place: int) -> str:
    return f"({ROMAN[place]})" if place < len(ROMAN) else f"({place + 1})"


def _part(thread: Thread, position: Position) -> LocalText | None:
    keys = [part.key for part in thread.thread_parts]
    if position.part not in keys:
        return None
    place = keys.index(position.part)
    return LocalText({"en": f"part {_part_label(place)}", "zh": f"第{place + 1}部分"})


def _choice(thread: Thread, position: Position) -> LocalText | None:
    labels = {choice.key: choice.label for choice in thread.thread_choices}
    return local(labels[position.choice]) if position.choice in labels else None

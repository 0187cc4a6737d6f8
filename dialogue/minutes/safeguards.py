"""What a document may not hold, whoever builds it: the last guard of attribution and of small groups.

A group of fewer than k members, `neither` included, is neither named nor counted, nor to be found by
exclusion; a proposal is never tied to a camp; attribution `none` ties no statement to anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dialogue.minutes.exceptions import InvalidDocument, UnsafeAttribution

if TYPE_CHECKING:
    from dialogue.minutes.document import Document, Finding, Objection, Proposal, Thread, Voice
    from dialogue.minutes.figures import Figures

# From the loosest rule to the tightest; a statement may be tied as closely as the rule of the document, or
# less.
ATTRIBUTIONS = ("named", "role_label", "camp", "none")
PERSONAL = ("named", "role_label")


def check(document: Document) -> None:
    """Raises InvalidDocument or UnsafeAttribution, where `document` breaks a rule, naming the place."""
    _check_dates(document)
    _check_camp_keys(document)
    _check_participation(document)
    for thread in document.threads:
        _check_positions(document, thread)
        for proposal in thread.proposals:
            _check_proposal(document, proposal)
    _check_findings(document)


def reveals_a_small_group(figures: Figures, objections: Sequence[Objection]) -> bool:
    """Whether the figures show that an objection came from participants of neither camp who are not counted.

    With `neither` withheld, every standing objection has to find its place among those of the camps;
    otherwise the reader knows by exclusion where it came from, and the figures have to be withheld as a
    whole.
    """
    counted = sum(group.stances["object"] for group in figures.camps)
    return figures.neither is None and len(objections) > counted


def withheld_groups(document: Document) -> frozenset[str]:
    """The groups too small to be named or counted."""
    return frozenset(group.key for group in document.participation.groups if group.members is None)


def _check_dates(document: Document) -> None:
    for day in (
        *document.header.dates,
        document.header.issued,
        *(finding.date for finding in document.findings),
    ):
        if not _is_plain_date(day):
            raise InvalidDocument(f"{day!r} is not a date such as 2031-03-14.")


def _is_plain_date(day: str) -> bool:
    try:
        # Other ways of writing a date in ISO 8601 are read as well, and come back different.
        return datetime.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _camp_keys_used(document: Document) -> Iterator[str]:
    for thread in document.threads:
        yield from (*thread.camps_not_heard, *thread.addressees)
        yield from (addressee for part in thread.parts for addressee in part.addressees)
        yield from (position.voice.camp for position in thread.positions if position.voice.camp)
        for proposal in thread.proposals:
            if proposal.figures:
                yield from (group.camp for group in proposal.figures.camps)
                yield from (change.camp for change in proposal.figures.changes if change.camp)
            if proposal.bands:
                yield from (group.camp for group in proposal.bands.camps)
    yield from (finding.camp for finding in document.findings if finding.camp)
    yield from (group.key for group in document.participation.groups)


def _check_camp_keys(document: Document) -> None:
    known = {"neither", *(camp.key for camp in document.camps)}
    unknown = sorted(set(_camp_keys_used(document)) - known)
    if unknown:
        raise InvalidDocument(f"The document speaks of camps it does not describe: {', '.join(unknown)}.")


def _check_participation(document: Document) -> None:
    participation, k = document.participation, document.header.k
    for group in participation.groups:
        if group.members is not None and group.members < k:
            raise UnsafeAttribution(
                f"The group {group.key} has fewer than {k} members and may not be counted."
            )
    if participation.total is not None and withheld_groups(document):
        raise UnsafeAttribution("A total would reveal the size of the group that is withheld.")


def _check_voice(document: Document, voice: Voice, place: str) -> None:
    attribution = document.header.attribution
    if ATTRIBUTIONS.index(voice.kind) < ATTRIBUTIONS.index(attribution):
        raise UnsafeAttribution(f"{place}: attribution {voice.kind} is closer than {attribution} allows.")
    if bool(voice.text) != (voice.kind in PERSONAL) or (voice.kind == "none" and voice.camp):
        raise UnsafeAttribution(f"{place}: a voice of kind {voice.kind} holds more or less than it should.")
    if voice.kind == "camp" and (not voice.camp or voice.camp in withheld_groups(document)):
        raise UnsafeAttribution(f"{place}: the camp is too small to be named, or missing.")


def _check_positions(document: Document, thread: Thread) -> None:
    for position in thread.positions:
        _check_voice(document, position.voice, position.reference)
        if position.withdrawn == (position.claim is not None):
            raise InvalidDocument(
                f"{position.reference}: a position has a text exactly if it is not withdrawn."
            )
    tied_to_camps = {position.voice.kind == "camp" for position in thread.positions}
    if document.header.attribution == "camp" and len(tied_to_camps) > 1:
        raise UnsafeAttribution(
            f"{thread.key}: where one position bears no camp, none may, or it follows by exclusion."
        )
    if document.header.attribution == "none" and thread.camps_not_heard:
        raise UnsafeAttribution(
            f"{thread.key}: which camp was not heard ties every position to the other one."
        )
    if withheld_groups(document).intersection(thread.camps_not_heard):
        raise UnsafeAttribution(f"{thread.key}: a camp too small to be named is named as not heard.")


def _check_proposal(document: Document, proposal: Proposal) -> None:
    place = proposal.reference
    _check_voice(document, proposal.voice, place)
    if proposal.voice.camp:
        raise UnsafeAttribution(f"{place}: a proposal is never tied to a camp.")
    if proposal.co_sponsors and document.header.attribution not in PERSONAL:
        raise UnsafeAttribution(f"{place}: co-sponsors are told by name or role label only.")
    if proposal.withdrawn == (proposal.claim is not None):
        raise InvalidDocument(f"{place}: a proposal has a text exactly if it is not withdrawn.")
    for voice in _voices(proposal):
        _check_unlabelled(document, voice, place)
    if proposal.figures is not None:
        _check_figures(document, proposal.figures, proposal.objections, place)
    if document.method.tells_bands:
        _check_bands(document, proposal, place)
    elif proposal.bands is not None:
        raise InvalidDocument(f"{place}: only a workshop that tells bands tells them.")


def _voices(limited: Proposal | Finding) -> Iterator[Voice]:
    """Who stated the conditions and objections of a proposal or a finding."""
    yield from (condition.voice for condition in limited.conditions)
    yield from (objection.voice for objection in limited.objections)


def _check_unlabelled(document: Document, voice: Voice, place: str) -> None:
    """Conditions and objections come from responses, which no document ties to a camp."""
    _check_voice(document, voice, place)
    if voice.camp:
        raise UnsafeAttribution(f"{place}: a condition or an objection is never tied to a camp.")


def _check_figures(document: Document, figures: Figures, objections: Sequence[Objection], place: str) -> None:
    groups = (*figures.camps, *([figures.neither] if figures.neither else []))
    stances = {"agree", "can_live_with_it", "pass", "disagree", "object"}
    for group in groups:
        if set(group.stances) != stances:
            raise InvalidDocument(f"{place}: the figures of {group.camp} do not count the five stances.")
        if group.members < document.header.k or group.camp in withheld_groups(document):
            raise UnsafeAttribution(
                f"{place}: the figures of {group.camp} would count a group that is too small."
            )
    if [group.camp for group in figures.camps] != [camp.key for camp in document.camps]:
        raise UnsafeAttribution(f"{place}: figures are shown for every camp or for none.")
    if reveals_a_small_group(figures, objections):
        raise UnsafeAttribution(f"{place}: the figures reveal who objected; withhold them.")


def _check_bands(document: Document, proposal: Proposal, place: str) -> None:
    """Beside bands there are neither counts nor objections, whose number would tell."""
    if proposal.figures is not None or proposal.objections:
        raise UnsafeAttribution(f"{place}: beside bands no figures and no objections are told.")
    if proposal.bands is None:
        return
    if [group.camp for group in proposal.bands.camps] != [camp.key for camp in document.camps]:
        raise UnsafeAttribution(f"{place}: bands are told for every camp or for none.")
    if withheld_groups(document).intersection(group.camp for group in proposal.bands.camps):
        raise UnsafeAttribution(f"{place}: the bands would tell of a group that is too small.")


def _check_findings(document: Document) -> None:
    attribution = document.header.attribution
    for finding in document.findings:
        place = f"Finding {finding.number}"
        if finding.signer and attribution != "named":
            raise UnsafeAttribution(f"{place}: the signer is named only in named minutes.")
        if finding.camp and (attribution == "none" or finding.camp in withheld_groups(document)):
            raise UnsafeAttribution(f"{place}: the one camp it rests on may not be named here.")
        for voice in _voices(finding):
            _check_unlabelled(document, voice, place)

"""From stored figures to what the minutes of a session tell of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from dialogue import convergence, minutes
from dialogue.convergence import ChangeCode, Reason
from dialogue.minutes import NEITHER
from dialogue.minutes.figures import ChangeCode as ToldChange
from dialogue.minutes.figures import Reason as ToldReason

REASONS: Mapping[Reason, ToldReason] = {
    Reason.MEETS_CONVERGENCE: "rule_met",
    Reason.OBJECTION_STANDS: "standing_objection",
    Reason.BRIDGE_BELOW_CONVERGENCE: "bridge_below_convergence",
    Reason.NOT_ENOUGH_CONFIDENCE: "joint_probability_below",
    Reason.BRIDGE_BELOW_EMERGING: "bridge_below_emerging",
    Reason.TOO_FEW_ANSWERS: "too_few_answers",
}
CHANGES: Mapping[ChangeCode, ToldChange] = {
    ChangeCode.MORE_ANSWERS_NEEDED: "answers_needed",
    ChangeCode.OBJECTION_WITHDRAWN: "objection_withdrawn",
    ChangeCode.MORE_AGREEMENTS: "agreement_needed",
    ChangeCode.SWITCHES_NEEDED: "agreement_needed",
    ChangeCode.ONE_MORE_NO: "would_not_survive",
    ChangeCode.ONE_SWITCH_TO_NO: "would_not_survive",
}


def figures_told(
    figures: convergence.Figures,
    camps: Sequence[str],
    counted: Collection[str],
    objections: Sequence[minutes.Objection],
) -> minutes.Figures | None:
    """The figures of one version; None where they are withheld, or where they would show who objected.

    `camps` are all camps in their order and `counted` the groups large enough to be counted now. Figures are
    withheld as a whole: where one camp is missing, what is left would tell of it by exclusion.
    """
    if figures.level is None or figures.reason not in REASONS:
        return None
    if [camp.key for camp in figures.camps] != list(camps) or not set(camps) <= set(counted):
        return None
    neither = figures.neither if NEITHER in counted else None
    told = minutes.Figures(
        camps=tuple(_group(camp.key, camp.members, camp.counts) for camp in figures.camps),
        level=figures.level.value,
        reason=REASONS[figures.reason],
        bridge=None if figures.bridge is None else float(figures.bridge),
        joint_probability=None if figures.joint_probability is None else float(figures.joint_probability),
        neither=None if neither is None else _group(NEITHER, neither.members, neither.counts),
        changes=tuple(_changes(figures)),
    )
    return None if minutes.reveals_a_small_group(told, objections) else told


def bands_told(bands: convergence.Bands, camps: Sequence[str]) -> minutes.Bands | None:
    """The bands of one version; None where a camp of the workshop is not among them, as for the figures."""
    if [camp.key for camp in bands.camps] != list(camps):
        return None
    return minutes.Bands(
        camps=tuple(minutes.GroupBand(camp.key, camp.band.value) for camp in bands.camps),
        objection_stands=bands.objection_stands,
        level=bands.at_least.value,
        at_least=bands.level is None,
    )


def _group(
    key: str, members: int | None, counts: Mapping[convergence.Stance, int] | None
) -> minutes.GroupFigures:
    assert members is not None
    assert counts is not None
    return minutes.GroupFigures(key, members, {stance.value: number for stance, number in counts.items()})


def _changes(figures: convergence.Figures) -> Iterable[minutes.Change]:
    """The changes a sentence of the minutes can tell without saying too much.

    Left out is what holds only together with something else (each alone would be untrue), and the moves of
    those who have answered where a new answer could be meant as well, or where who objects has to move.
    """
    undecided = {camp.key for camp in figures.camps if camp.missing}
    for change in figures.changes:
        code = CHANGES.get(change.code)
        is_necessary = change.code == ChangeCode.MORE_ANSWERS_NEEDED
        is_ambiguous = change.code == ChangeCode.SWITCHES_NEEDED and (
            change.camp in undecided or figures.standing_objections != 0
        )
        if code is None or is_ambiguous or (change.together and not is_necessary):
            continue
        yield minutes.Change(code, change.camp or "", change.number or 0)

"""What the figures say, in sentences. Numbers come from the stored figures; nothing is computed from
responses here.
"""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dialogue.convergence import Change, ChangeCode, Figures, Level, Reason, Stance
from dialogue.enums import LevelChoice, StanceChoice
from dialogue.selectors.people import People
from dialogue.selectors.shown import CampShown


def level_label(level: str) -> str:
    return str(LevelChoice(level).label) if level else ""


def stance_label(stance: str) -> str:
    return str(StanceChoice(stance).label)


def percent(share: Fraction) -> int:
    """A share as whole percent, rounded down, so that nothing looks larger than it is."""
    return int(share * 100)


def camp_name(people: People, key: str | None) -> str:
    camp = people.camp_by_key(key)
    return camp.plural.text if camp else _("either camp")


def counted(stance: Stance, count: int) -> str:
    """“3 agree”, “1 can live with it”."""
    values = {"count": count}
    match stance:
        case Stance.AGREE:
            return ngettext("%(count)s agrees", "%(count)s agree", count) % values
        case Stance.CAN_LIVE_WITH_IT:
            return ngettext("%(count)s can live with it", "%(count)s can live with it", count) % values
        case Stance.PASS:
            return ngettext("%(count)s passes", "%(count)s pass", count) % values
        case Stance.DISAGREE:
            return ngettext("%(count)s disagrees", "%(count)s disagree", count) % values
        case _stance:
            return ngettext("%(count)s objects", "%(count)s object", count) % values


def counts_in_words(counts: Mapping[Stance, int], missing: int | None) -> str:
    """“3 agree, 1 passes, 1 yet to answer”, leaving out what nobody chose."""
    parts = [counted(stance, counts[stance]) for stance in Stance if counts.get(stance)]
    if missing:
        parts.append(
            ngettext("%(count)s yet to answer", "%(count)s yet to answer", missing) % {"count": missing}
        )
    return _(", ").join(parts) if parts else _("nobody has answered yet")


def reason_sentence(figures: Figures, people: People) -> str:
    """Why the level is what it is, in one sentence that may stand on paper."""
    match figures.reason:
        case Reason.WITHHELD:
            return _(
                "A camp has fewer than %(smallest)s members. To protect them, its figures are not shown, and "
                "no "
                "level is named."
            ) % {"smallest": figures.rule.smallest_group}
        case Reason.TOO_FEW_CAMPS:
            return _("A bridge needs two banks: only one camp has members.")
        case Reason.TOO_FEW_ANSWERS:
            return _too_few(figures, people)
        case reason:
            return _where_the_bridge_stands(reason) % _bridge_values(figures, people)


def _where_the_bridge_stands(reason: Reason) -> str:
    match reason:
        case Reason.MEETS_CONVERGENCE:
            return _(
                "The bridge stands at %(bridge)s %%: %(supporting)s of %(answered)s among the %(camp)s, the "
                "lower "
                "of the camps."
            )
        case Reason.OBJECTION_STANDS:
            return _(
                "An objection stands. While it does, the figures carry no more than this, with the bridge at "
                "%(bridge)s %%."
            )
        case Reason.BRIDGE_BELOW_CONVERGENCE:
            return _(
                "The bridge stands at %(bridge)s %%: %(supporting)s of %(answered)s among the %(camp)s. "
                "Convergence "
                "needs %(needed)s %% in each camp."
            )
        case Reason.NOT_ENOUGH_CONFIDENCE:
            return _(
                "The bridge stands at %(bridge)s %%, but with so few people that is a sign and not yet "
                "enough for "
                "convergence."
            )
        case _reason:
            return _(
                "The bridge stands at %(bridge)s %%: %(supporting)s of %(answered)s among the %(camp)s. It "
                "needs "
                "%(emerging)s %% in each camp."
            )


def _bridge_values(figures: Figures, people: People) -> dict[str, object]:
    assert figures.bridge is not None
    lower = min(
        (camp for camp in figures.camps if camp.support is not None),
        key=lambda camp: camp.support or Fraction(0),
    )
    return {
        "bridge": percent(figures.bridge),
        "supporting": supporting(lower.counts or {}),
        "answered": lower.answered,
        "camp": camp_name(people, lower.key),
        "needed": percent(figures.rule.convergence_bridge),
        "emerging": percent(figures.rule.emerging_bridge),
    }


def supporting(counts: Mapping[Stance, int]) -> int:
    """Those who agree and those who can live with it."""
    return counts.get(Stance.AGREE, 0) + counts.get(Stance.CAN_LIVE_WITH_IT, 0)


def _too_few(figures: Figures, people: People) -> str:
    for camp in figures.camps:
        if (camp.answers_missing_for_quorum or 0) > (camp.missing or 0):
            return _("The %(camp)s have too few members for a quorum, so no level can be named.") % {
                "camp": camp_name(people, camp.key)
            }
    missing = [
        _("%(count)s from the %(camp)s")
        % {"count": camp.answers_missing_for_quorum, "camp": camp_name(people, camp.key)}
        for camp in figures.camps
        if camp.answers_missing_for_quorum
    ]
    if not missing:
        return _("Too few answers to name a level yet.")
    return _("Too few answers. More are needed before a level can be named: %(missing)s.") % {
        "missing": _(", ").join(missing)
    }


def change_sentence(figures: Figures, people: People, *, only: ChangeCode | None = None) -> str:
    """The most useful thing that would change the level; with `only`, of that kind. Else empty."""
    if only is None:
        return next(iter(change_sentences(figures, people)), "")
    return next((_change(change, people) for change in figures.changes if change.code is only), "")


def change_sentences(figures: Figures, people: People) -> tuple[str, ...]:
    """What would change the level, or would not, most useful first. Missing answers are named by the reason
    already.
    """
    changes = [change for change in figures.changes if change.code != ChangeCode.MORE_ANSWERS_NEEDED]
    together = [change for change in changes if change.together]
    sentences = [_change(change, people) for change in changes if not change.together]
    if together:
        parts = _(", and ").join(_part(change, people) for change in together)
        sentences.insert(
            0,
            _("It would become %(level)s with %(changes)s.")
            % {"level": _level(together[0].to_level), "changes": parts},
        )
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))


def _change(change: Change, people: People) -> str:
    values = {
        "level": _level(change.to_level),
        "camp": camp_name(people, change.camp),
        "count": change.number or 1,
    }
    match change.code:
        case ChangeCode.OBJECTION_WITHDRAWN:
            return _("Without the objection it would be %(level)s.") % values
        case ChangeCode.MORE_AGREEMENTS | ChangeCode.SWITCHES_NEEDED:
            return _("It would become %(level)s with %(changes)s.") % {
                **values,
                "changes": _part(change, people),
            }
        case ChangeCode.ONE_MORE_NO:
            return _("It would not survive one more No among the %(camp)s.") % values
        case ChangeCode.ONE_SWITCH_TO_NO:
            return _("It would not survive if one more of the %(camp)s said No.") % values
        case ChangeCode.SURVIVES:
            return _("It would survive one more No in any camp.")
        case _code:
            return ""


def _part(change: Change, people: People) -> str:
    count = change.number or 1
    values = {"camp": camp_name(people, change.camp), "count": count}
    match change.code:
        case ChangeCode.MORE_AGREEMENTS:
            return (
                ngettext(
                    "%(count)s more agreement among the %(camp)s",
                    "%(count)s more agreements among the %(camp)s",
                    count,
                )
                % values
            )
        case ChangeCode.OBJECTION_WITHDRAWN:
            return _("no objection standing")
        case _code:
            if change.camp is None:
                return (
                    ngettext(
                        "%(count)s more person won over in either camp",
                        "%(count)s more people won over in either camp",
                        count,
                    )
                    % values
                )
            return (
                ngettext(
                    "%(count)s person more won over among the %(camp)s",
                    "%(count)s people more won over among the %(camp)s",
                    count,
                )
                % values
            )


def _level(level: Level) -> str:
    """A level as it stands in mid-sentence."""
    names = {
        Level.CONVERGENCE: pgettext("level in a sentence", "convergence"),
        Level.EMERGING_CONVERGENCE: pgettext("level in a sentence", "emerging convergence"),
        Level.OPEN: pgettext("level in a sentence", "open"),
    }
    return names[level]


def support_in_words(camp: CampShown, supporters: int, answered: int) -> str:
    return _("%(supporting)s of %(answered)s among the %(camp)s") % {
        "supporting": supporters,
        "answered": answered,
        "camp": camp.plural.text,
    }

"""*Why this level?*: the whole calculation of one version, in words and numbers a flipchart could hold."""

from django.utils.translation import gettext as _

from dialogue.convergence import CampFigures, Figures, Reason
from dialogue.models import Figure
from dialogue.selectors.bands import bands_explained
from dialogue.selectors.people import People
from dialogue.selectors.sentences import camp_name, change_sentences, percent, reason_sentence, supporting


def explanation(figure: Figure, people: People) -> tuple[str, ...]:
    """The steps from the counts to the level, one sentence each; withheld figures say only why they are."""
    if people.tells_bands:
        return bands_explained(figure, people)
    figures = figure.figures
    if figures.reason in (Reason.WITHHELD, Reason.TOO_FEW_CAMPS):
        return (reason_sentence(figures, people),)
    steps = [_support(camp, people) for camp in figures.camps]
    steps += [_quorum(camp, figures, people) for camp in figures.camps]
    if all(camp.quorum for camp in figures.camps) and figures.bridge is not None:
        steps.append(
            _("The bridge is the lower of the camps and never an average: %(bridge)s %%.")
            % {"bridge": percent(figures.bridge)}
        )
        steps.append(_objections(figures))
        steps.append(_confidence(figures))
    steps.append(reason_sentence(figures, people))
    return (*steps, *change_sentences(figures, people))


def _support(camp: CampFigures, people: People) -> str:
    counts = camp.counts or {}
    return _(
        "Among the %(camp)s %(answered)s of %(members)s have answered; %(supporting)s of them agree or can "
        "live with it. "
        "A pass is an answer, and it is not agreement."
    ) % {
        "camp": camp_name(people, camp.key),
        "answered": camp.answered,
        "members": camp.members,
        "supporting": supporting(counts),
    }


def _quorum(camp: CampFigures, figures: Figures, people: People) -> str:
    values = {
        "camp": camp_name(people, camp.key),
        "needed": figures.rule.quorum_size(camp.members or 0),
        "answered": camp.answered,
    }
    if camp.quorum:
        return _("Quorum of the %(camp)s: %(needed)s answers needed, %(answered)s given.") % values
    return _("The %(camp)s have no quorum yet: %(needed)s answers needed, %(answered)s given.") % values


def _objections(figures: Figures) -> str:
    if figures.reason == Reason.OBJECTION_STANDS:
        return _(
            "An objection stands, of a camp or of neither: it keeps the word convergence from being used."
        )
    return _("No objection stands.")


def _confidence(figures: Figures) -> str:
    """J in words: of a hundred pairs of rooms, in how many more than half would agree on each side."""
    assert figures.joint_probability is not None
    return _(
        "With so few people this is a sign, not a proof. In about %(chance)s of 100 cases more than half of "
        "people like each camp "
        "would agree; convergence asks for %(needed)s."
    ) % {
        "chance": percent(figures.joint_probability),
        "needed": percent(figures.rule.convergence_confidence),
    }

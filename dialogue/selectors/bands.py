"""Answers told in words: what there is to show of a wording in a workshop that tells bands."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialogue.convergence import Bands, CampBand, Level, smallest_told, supporters_within
from dialogue.enums import BandChoice
from dialogue.models import Figure
from dialogue.selectors.people import People
from dialogue.selectors.sentences import camp_name, level_label, percent
from dialogue.selectors.shown import CampFigureShown, FigureShown


def figure_in_bands(figure: Figure, people: People) -> FigureShown:
    """The bands of this wording, or that none are told yet. It takes nothing from answers."""
    bands = figure.told_bands
    if bands is None:
        return FigureShown(
            version_id=figure.version_id,
            camps=(),
            neither=None,
            level="",
            level_label="",
            bridge_percent=None,
            beam=None,
            sentence=untold_sentence(people),
            changes=(),
            has_quorum=False,
            is_withheld=True,
            is_in_bands=True,
        )
    return FigureShown(
        version_id=figure.version_id,
        camps=tuple(_camp_in_band(camp, people) for camp in bands.camps),
        neither=None,
        level=str(bands.at_least),
        level_label=_level_label(bands),
        bridge_percent=None,
        beam=None,
        sentence=_sentence(bands, people),
        changes=(),
        has_quorum=True,
        is_withheld=False,
        is_in_bands=True,
    )


def bands_explained(figure: Figure, people: People) -> tuple[str, ...]:
    """From the bands to the level, one sentence each."""
    bands = figure.told_bands
    if bands is None:
        return (untold_sentence(people),)
    return (
        *(_support(camp, bands, people) for camp in bands.camps),
        *([_those_behind()] if people.shows_camps else []),
        _(
            "That is told, and no more. Nobody can be certain from it how one person answered, not even "
            "somebody who knows his or her own answer."
        ),
        _("An objection stands, of a camp or of neither.")
        if bands.objection_stands
        else _("No objection stands."),
        _outcome(bands),
        _("It was told once, at the close of a session. Answers given since change nothing of it."),
    )


def untold_sentence(people: People) -> str:
    values = {"number": smallest_told()}
    if people.shows_camps:
        return (
            _(
                "Answers are told in words, once, at the close of a session, as soon as in each camp at "
                "least %(number)s people and the quorum have answered, not counting those who are shown to "
                "stand behind the text."
            )
            % values
        )
    return (
        _(
            "Answers are told in words, once, at the close of a session, as soon as in each camp at least "
            "%(number)s people and the quorum have answered."
        )
        % values
    )


def _those_behind() -> str:
    return _(
        "Those who are shown to stand behind the text are not counted: everybody can guess their answer."
    )


def _camp_in_band(camp: CampBand, people: People) -> CampFigureShown:
    shown = people.camp_by_key(camp.key)
    assert shown is not None, "bands name camps of their own workshop alone"
    label = str(BandChoice(camp.band).label)
    return CampFigureShown(
        camp=shown,
        is_withheld=False,
        words=_("%(band)s; %(answered)s of %(members)s have answered")
        % {"band": label, "answered": camp.answered, "members": camp.members},
        members=camp.members,
        answered=camp.answered,
        has_quorum=True,
        band=str(camp.band),
        band_label=label,
    )


def _level_label(bands: Bands) -> str:
    if bands.level is not None:
        return level_label(str(bands.level))
    if bands.at_least is Level.OPEN:
        return _("Open, as far as the bands tell")
    return _("At least emerging convergence")


def _sentence(bands: Bands, people: People) -> str:
    camps = _("; ").join(
        _("%(camp)s: %(band)s")
        % {"camp": camp_name(people, camp.key), "band": str(BandChoice(camp.band).label)}
        for camp in bands.camps
    )
    return capfirst(_("%(camps)s. %(outcome)s") % {"camps": camps, "outcome": _outcome(bands)})


def _outcome(bands: Bands) -> str:
    """What the rule makes of the bands: the same for everything they leave open, or what it depends on."""
    values = {
        "emerging": percent(bands.rule.emerging_bridge),
        "convergence": percent(bands.rule.convergence_bridge),
    }
    match bands.level:
        case Level.CONVERGENCE:
            return _("Whatever the bands leave open, this is all that convergence asks for.")
        case Level.EMERGING_CONVERGENCE if bands.objection_stands:
            return _("An objection stands: it keeps the word convergence from being used.")
        case Level.EMERGING_CONVERGENCE:
            return _("Whatever the bands leave open, it falls short of convergence.")
        case Level.OPEN:
            return (
                _("Whatever the bands leave open, support falls short of %(emerging)s %% in a camp.") % values
            )
    if bands.at_least is Level.OPEN:
        return _("The bands leave open whether %(emerging)s %% of each camp support it.") % values
    return _("The bands leave open whether it is convergence.")


def _support(camp: CampBand, bands: Bands, people: People) -> str:
    possible = supporters_within(camp.band, camp.answered, bands.coalition)
    return _(
        "Among the %(camp)s %(answered)s of %(members)s have answered: %(band)s, which is from %(least)s to "
        "%(most)s who agree or can live with it."
    ) % {
        "camp": camp_name(people, camp.key),
        "answered": camp.answered,
        "members": camp.members,
        "band": str(BandChoice(camp.band).label),
        "least": possible[0],
        "most": possible[-1],
    }

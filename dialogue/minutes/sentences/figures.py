"""The figures of a proposal in sentences, and what would change them."""

import math
from collections.abc import Iterator

from dialogue.minutes.blocks import Line
from dialogue.minutes.document import NEITHER, Proposal
from dialogue.minutes.figures import Bands, Change, Figures, GroupFigures
from dialogue.minutes.scribe import Scribe


def answers_sentences(scribe: Scribe, put: Proposal) -> Iterator[Line]:
    """What is told of the responses to a proposal: in words where bands are told, else the figures."""
    return bands_sentences(scribe, put.bands) if put.bands else figures_sentences(scribe, put.figures)


def bands_sentences(scribe: Scribe, bands: Bands) -> Iterator[Line]:
    """The band of each camp, whether an objection stands, and the level as far as the bands carry it."""
    speaker = scribe.speaker
    groups = (
        speaker.say(
            "bands.group", band=speaker.say(f"band.{group.band}"), label=scribe.camp_label(group.camp)
        )
        for group in bands.camps
    )
    yield speaker.say("bands.support", groups=speaker.listed(groups, clauses=True))
    if bands.objection_stands:
        yield speaker.say("bands.objection")
    level = speaker.say(f"level.{bands.level}", "strong")
    if not bands.at_least:
        yield speaker.say("figures.level", level=level)
    elif bands.level == "open":
        yield speaker.say("bands.no_level")
    else:
        yield speaker.say("bands.at_least", level=level)


def figures_sentences(scribe: Scribe, figures: Figures | None) -> Iterator[Line]:
    """Support per camp, the values of the rule, the level with its reason, and what would change it."""
    speaker = scribe.speaker
    if figures is None:
        yield speaker.say("figures.withheld")
        return
    groups = (*figures.camps, *([figures.neither] if figures.neither else []))
    if not any(group.answered for group in groups):
        yield speaker.say("figures.nobody")
    else:
        told = speaker.listed((_support(scribe, group) for group in groups), clauses=True)
        yield speaker.say("figures.support", groups=told)
    if figures.bridge is not None and figures.joint_probability is not None:
        joint = rounded_down(figures.joint_probability)
        yield speaker.say("figures.bridge_and_joint", bridge=rounded_down(figures.bridge), joint=joint)
    elif figures.bridge is not None:
        yield speaker.say("figures.bridge", bridge=rounded_down(figures.bridge))
    yield speaker.say("figures.level", level=speaker.say(f"level.{figures.level}", "strong"))
    yield speaker.say(f"reason.{figures.reason}")
    for change in figures.changes:
        yield _change(scribe, change)


def rounded_down(value: float) -> str:
    """A value with two decimals, never rounded up: 0.799 is below a threshold of 0.80 and must look so.

    The tiny addition keeps 0.29 from being told as 0.28, which is what 0.29 * 100 gives in binary.
    """
    return f"{math.floor(value * 100 + 1e-9) / 100:.2f}"


def _support(scribe: Scribe, group: GroupFigures) -> Line:
    speaker = scribe.speaker
    is_neither = group.camp == NEITHER
    key = "figures.neither" if is_neither else "figures.group"
    values: dict[str, Line] = {} if is_neither else {"label": scribe.camp_label(group.camp)}
    if not group.answered:
        return speaker.say(f"{key}_silent", **values)
    cardinal = speaker.wording.cardinal
    support = cardinal(group.support) if group.support else speaker.wording.nobody
    return speaker.say(key, support=support, answered=cardinal(group.answered), **values)


def _change(scribe: Scribe, change: Change) -> Line:
    key = f"change.{change.code}"
    if change.code == "objection_withdrawn":
        return scribe.speaker.say(key)
    return scribe.speaker.counted(key, change.count, label=scribe.camp_label(change.camp))

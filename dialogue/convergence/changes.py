"""What would change the level: found by holding altered answers against the rule, never by a formula.

More support never lowers a level, so that the smallest number that raises it is found by bisection.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from .answers import SUPPORTING, Stance
from .figures import Change, ChangeCode
from .levels import Level, is_above
from .verdict import Reason, Situation, answers_missing_for_quorum

# Those who object first: where an objection stands, nobody else's move can do as much.
_MOVING_TO_SUPPORT = (Stance.OBJECT, Stance.DISAGREE, Stance.PASS)


def changes_of(situation: Situation) -> tuple[Change, ...]:
    """Return what would change the level of a situation, most useful first.

    First what would raise it, the smallest number first; then the camps in which one more No
    would lower it, or that the level survives one in any camp. Nothing with fewer than two camps.
    """
    level, reason = situation.verdict
    if reason is Reason.TOO_FEW_CAMPS:
        return ()
    if reason is Reason.TOO_FEW_ANSWERS:
        return _missing_answers(situation)
    return (*_raises(situation), *_falls(situation, level))


def _missing_answers(situation: Situation) -> tuple[Change, ...]:
    """Name the camps whose quorum is short; `to_level` is what holds if all these answers agree.

    A camp with fewer members than a quorum needs is left out: no answer of its members can help.
    """
    short = {
        place: number
        for place, camp in enumerate(situation.camps)
        if 0 < (number := answers_missing_for_quorum(camp, situation.rule)) <= camp.missing
    }
    complete = situation
    for place, number in short.items():
        complete = _with_more(complete, place, Stance.AGREE, number)
    return tuple(
        Change(
            ChangeCode.MORE_ANSWERS_NEEDED,
            complete.level,
            situation.camps[place].key,
            number,
            together=len(short) > 1,
        )
        for place, number in short.items()
    )


def _raises(situation: Situation) -> tuple[Change, ...]:
    """Name what raises the level: the withdrawal of objections, one camp alone, or else several together."""
    if situation.level is Level.CONVERGENCE:
        return ()
    changes = []
    withdrawn = replace(situation, standing_objections=0)
    if _rises(situation, withdrawn):
        changes.append(Change(ChangeCode.OBJECTION_WITHDRAWN, withdrawn.level))
    alone = [change for place in range(len(situation.camps)) for change in _raises_of_camp(situation, place)]
    changes += sorted(alone, key=_number_of)
    return tuple(changes or _raises_together(situation))


def _raises_of_camp(situation: Situation, place: int) -> list[Change]:
    """Find the fewest new agreements in one camp that raise the level, and the fewest moves if fewer do."""
    camp = situation.camps[place]
    agreements = _fewest(
        camp.missing, lambda number: _rises(situation, _with_more(situation, place, Stance.AGREE, number))
    )
    switches = _fewest(
        camp.answered - camp.supporters,
        lambda number: _rises(situation, _with_moves_to_support(situation, place, number)),
    )
    changes = []
    if agreements is not None:
        raised = _with_more(situation, place, Stance.AGREE, agreements)
        changes.append(Change(ChangeCode.MORE_AGREEMENTS, raised.level, camp.key, agreements))
    if switches is not None and (agreements is None or switches < agreements):
        raised = _with_moves_to_support(situation, place, switches)
        changes.append(Change(ChangeCode.SWITCHES_NEEDED, raised.level, camp.key, switches))
    return changes


def _raises_together(situation: Situation) -> list[Change]:
    """Find the fewest moves in several camps at once that raise the level, where no camp can raise it alone.

    Objections that would still stand are taken as withdrawn too. Every camp is given the moves
    without which nothing the others do would help. What is then still short of J is a number of
    further moves in whichever camp they add most, and no camp is named for it: between camps in
    the same place the order they are listed in must not decide.
    """
    places = range(len(situation.camps))
    withdrawn = not _rises(situation, _all_supporting(situation, places))
    start = replace(situation, standing_objections=0) if withdrawn else situation
    if not _rises(situation, _all_supporting(start, places)):
        return []
    moves = [_indispensable_moves(situation.level, start, place) for place in places]
    raised = start
    for place, number in enumerate(moves):
        raised = _with_moves_to_support(raised, place, number)
    further = 0
    while not _rises(situation, raised):
        raised = _with_most_useful_move(raised)
        further += 1
    named = [(camp.key, number) for camp, number in zip(situation.camps, moves, strict=True)]
    switches = [
        Change(ChangeCode.SWITCHES_NEEDED, raised.level, camp, number, together=True)
        for camp, number in [*named, (None, further)]
        if number
    ]
    objections = [Change(ChangeCode.OBJECTION_WITHDRAWN, raised.level, together=True)] if withdrawn else []
    return objections + switches


def _indispensable_moves(level: Level, start: Situation, place: int) -> int:
    """Count the moves a camp has to make even if everybody in all other camps supports."""
    best = _all_supporting(start, [other for other in range(len(start.camps)) if other != place])
    camp = start.camps[place]
    numbers = range(camp.answered - camp.supporters)
    return bisect_left(
        numbers, True, key=lambda number: is_above(_with_moves_to_support(best, place, number).level, level)
    )


def _with_most_useful_move(situation: Situation) -> Situation:
    """Let one more person move to support, in the camp in which that raises J most."""
    moved = [
        _with_moves_to_support(situation, place, 1)
        for place, camp in enumerate(situation.camps)
        if camp.supporters < camp.answered
    ]
    return max(moved, key=lambda after: after.joint_probability or 0)


def _falls(situation: Situation, level: Level) -> tuple[Change, ...]:
    """Tell in which camps one No more would lower the level: of one who is silent, else of one who moves."""
    if level is Level.OPEN:
        return ()
    falls = []
    for place, camp in enumerate(situation.camps):
        if camp.missing:
            code, after = ChangeCode.ONE_MORE_NO, _with_more(situation, place, Stance.DISAGREE, 1)
        else:
            code = ChangeCode.ONE_SWITCH_TO_NO
            after = _with_moves(situation, place, SUPPORTING[::-1], Stance.DISAGREE, 1)
        if is_above(level, after.level):
            falls.append(Change(code, after.level, camp.key, 1))
    return tuple(falls) or (Change(ChangeCode.SURVIVES, level, number=1),)


def _fewest(most: int, raises: Callable[[int], bool]) -> int | None:
    """Return the smallest number from 1 to `most` that raises the level, or None if none does."""
    numbers = range(1, most + 1)
    place = bisect_left(numbers, True, key=raises)
    return numbers[place] if place < len(numbers) else None


def _rises(before: Situation, after: Situation) -> bool:
    return is_above(after.level, before.level)


def _number_of(change: Change) -> int:
    return change.number or 0


def _with_more(situation: Situation, place: int, stance: Stance, number: int) -> Situation:
    """Let so many members who have not answered take a stance."""
    counts = situation.camps[place].counts
    return situation.with_counts(place, {**counts, stance: counts[stance] + number})


def _with_moves(
    situation: Situation, place: int, sources: Sequence[Stance], target: Stance, number: int
) -> Situation:
    """Let so many people move from the source stances, in their order; an objection goes with who made it."""
    counts = dict(situation.camps[place].counts)
    objections = counts[Stance.OBJECT]
    for source in sources:
        moving = min(number, counts[source])
        counts[source] -= moving
        counts[target] += moving
        number -= moving
    return situation.with_counts(place, counts, objections_withdrawn=objections - counts[Stance.OBJECT])


def _with_moves_to_support(situation: Situation, place: int, number: int) -> Situation:
    return _with_moves(situation, place, _MOVING_TO_SUPPORT, Stance.AGREE, number)


def _all_supporting(situation: Situation, places: Sequence[int]) -> Situation:
    for place in places:
        camp = situation.camps[place]
        situation = _with_moves_to_support(situation, place, camp.answered - camp.supporters)
    return situation

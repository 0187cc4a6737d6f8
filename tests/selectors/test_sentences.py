"""What the figures say, in words: one sentence for every reason and for every change."""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from dialogue.convergence import (
    CampAnswers,
    Change,
    ChangeCode,
    Figures,
    Level,
    Reason,
    Rule,
    Stance,
    analyse,
)
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.sentences import (
    camp_name,
    change_sentences,
    counted,
    counts_in_words,
    level_label,
    percent,
    reason_sentence,
    stance_label,
    support_in_words,
)
from dialogue.selectors.shown import CampShown


def camp(key: str, plural: str) -> CampShown:
    return CampShown(key, "1", Wording(key), Wording(plural))


@dataclass(frozen=True)
class PeopleOfTwoCamps(People):
    """Two camps with short names; no database behind them."""


PEOPLE = PeopleOfTwoCamps(
    reader=None,  # type: ignore[arg-type]
    language="en",
    camps=(camp("a", "abolitionists"), camp("d", "supporters")),
    neither=camp("neither", "neither camp"),
    by_id={},
    members={},
)


def figures(a: str, d: str, *, members: int = 5, standing: int = 0, rule: Rule = Rule()) -> Figures:  # noqa: B008
    """Figures of two camps, answers in letters: y yes, l can live with it, p pass, n no, o object."""
    return analyse([answers("a", members, a), answers("d", members, d)], None, standing, rule)


def answers(key: str, members: int, given: str) -> CampAnswers:
    letters = dict(zip("ylpno", Stance, strict=True))
    return CampAnswers(key, members, {stance: given.count(letter) for letter, stance in letters.items()})


SITUATIONS: dict[Reason, tuple[Figures, str]] = {
    Reason.MEETS_CONVERGENCE: (
        figures("yyyyy", "yyyyl"),
        "The bridge stands at 100 %: 5 of 5 among the abolitionists, the lower of the camps.",
    ),
    Reason.OBJECTION_STANDS: (
        figures("yyyyy", "yyyyo", standing=1),
        "An objection stands. While it does, the figures carry no more than this, with the bridge at 80 %.",
    ),
    Reason.BRIDGE_BELOW_CONVERGENCE: (
        figures("yyyyy", "yylnn"),
        "The bridge stands at 60 %: 3 of 5 among the supporters. Convergence needs 75 % in each camp.",
    ),
    Reason.NOT_ENOUGH_CONFIDENCE: (
        figures("yyyp", "yyyn", members=4),
        (
            "The bridge stands at 75 %, but with so few people that is a sign and not yet enough for "
            "convergence."
        ),
    ),
    Reason.BRIDGE_BELOW_EMERGING: (
        figures("yyyyy", "ynnpp"),
        "The bridge stands at 20 %: 1 of 5 among the supporters. It needs 50 % in each camp.",
    ),
    Reason.TOO_FEW_ANSWERS: (
        figures("yyy", "y"),
        (
            "Too few answers. More are needed before a level can be named: 1 from the abolitionists, "
            "3 from the supporters."
        ),
    ),
    Reason.TOO_FEW_CAMPS: (
        analyse([answers("a", 5, "yyyyy"), answers("d", 0, "")], None, 0),
        "A bridge needs two banks: only one camp has members.",
    ),
    Reason.WITHHELD: (
        analyse([answers("a", 5, "yyyyy"), answers("d", 3, "yyy")], None, 0),
        "A camp has fewer than 4 members. To protect them, its figures are not shown, and no level is named.",
    ),
}


def test_every_reason_is_tried() -> None:
    assert set(SITUATIONS) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_reason_has_its_sentence(reason: Reason) -> None:
    situation, sentence = SITUATIONS[reason]

    assert situation.reason == reason
    assert reason_sentence(situation, PEOPLE) == sentence


def with_changes(*changes: Change) -> Figures:
    return replace(figures("yyyyy", "yylnn"), changes=changes)


CHANGES: list[tuple[Change, tuple[str, ...]]] = [
    (Change(ChangeCode.MORE_ANSWERS_NEEDED, Level.OPEN, "a", 2), ()),
    (
        Change(ChangeCode.OBJECTION_WITHDRAWN, Level.CONVERGENCE),
        ("Without the objection it would be convergence.",),
    ),
    (
        Change(ChangeCode.MORE_AGREEMENTS, Level.CONVERGENCE, "a", 1),
        ("It would become convergence with 1 more agreement among the abolitionists.",),
    ),
    (
        Change(ChangeCode.MORE_AGREEMENTS, Level.EMERGING_CONVERGENCE, "a", 2),
        ("It would become emerging convergence with 2 more agreements among the abolitionists.",),
    ),
    (
        Change(ChangeCode.SWITCHES_NEEDED, Level.CONVERGENCE, "d", 1),
        ("It would become convergence with 1 person more won over among the supporters.",),
    ),
    (
        Change(ChangeCode.SWITCHES_NEEDED, Level.CONVERGENCE, "d", 2),
        ("It would become convergence with 2 people more won over among the supporters.",),
    ),
    (
        Change(ChangeCode.SWITCHES_NEEDED, Level.CONVERGENCE, None, 1),
        ("It would become convergence with 1 more person won over in either camp.",),
    ),
    (
        Change(ChangeCode.ONE_MORE_NO, Level.OPEN, "d"),
        ("It would not survive one more No among the supporters.",),
    ),
    (
        Change(ChangeCode.ONE_SWITCH_TO_NO, Level.OPEN, "d"),
        ("It would not survive if one more of the supporters said No.",),
    ),
    (Change(ChangeCode.SURVIVES, Level.OPEN), ("It would survive one more No in any camp.",)),
]


def test_every_change_is_tried() -> None:
    assert {change.code for change, _sentences in CHANGES} == set(ChangeCode)


@pytest.mark.parametrize(("change", "sentences"), CHANGES)
def test_change_has_its_sentence(change: Change, sentences: tuple[str, ...]) -> None:
    assert change_sentences(with_changes(change), PEOPLE) == sentences


def test_changes_that_hold_only_together_are_one_sentence_and_come_first() -> None:
    changes = (
        Change(ChangeCode.ONE_MORE_NO, Level.OPEN, "d"),
        Change(ChangeCode.OBJECTION_WITHDRAWN, Level.CONVERGENCE, together=True),
        Change(ChangeCode.SWITCHES_NEEDED, Level.CONVERGENCE, "a", 1, together=True),
        Change(ChangeCode.SWITCHES_NEEDED, Level.CONVERGENCE, None, 2, together=True),
    )

    assert change_sentences(with_changes(*changes), PEOPLE) == (
        (
            "It would become convergence with no objection standing, and 1 person more won over among the "
            "abolitionists, and 2 more people won over in either camp."
        ),
        "It would not survive one more No among the supporters.",
    )


def test_same_sentence_is_said_once() -> None:
    change = Change(ChangeCode.SURVIVES, Level.OPEN)

    assert len(change_sentences(with_changes(change, change), PEOPLE)) == 1


@pytest.mark.parametrize("a", ["", "y", "yyp", "yyyyy", "yynno", "ooooo", "llllp"])
@pytest.mark.parametrize("d", ["", "nnn", "yyyll", "yypno"])
def test_real_figures_always_find_words(a: str, d: str) -> None:
    situation = figures(a, d, standing=(a + d).count("o"))

    sentences = [reason_sentence(situation, PEOPLE), *change_sentences(situation, PEOPLE)]

    assert all(sentence and "%(" not in sentence and "None" not in sentence for sentence in sentences)


def test_camp_too_small_for_a_quorum_is_not_asked_for_answers_it_cannot_give() -> None:
    rule = Rule(smallest_group=1)
    situation = analyse([answers("a", 5, "yyyyy"), answers("d", 2, "yy")], None, 0, rule)

    assert reason_sentence(situation, PEOPLE) == (
        "The supporters have too few members for a quorum, so no level can be named."
    )


def test_counts_in_words() -> None:
    given = {Stance.AGREE: 3, Stance.PASS: 1, Stance.OBJECT: 0}

    assert counts_in_words(given, 1) == "3 agree, 1 passes, 1 yet to answer"
    assert counts_in_words(given, None) == "3 agree, 1 passes"
    assert counts_in_words({}, 0) == "nobody has answered yet"


@pytest.mark.parametrize(
    ("stance", "one", "two"),
    [
        (Stance.AGREE, "1 agrees", "2 agree"),
        (Stance.CAN_LIVE_WITH_IT, "1 can live with it", "2 can live with it"),
        (Stance.PASS, "1 passes", "2 pass"),
        (Stance.DISAGREE, "1 disagrees", "2 disagree"),
        (Stance.OBJECT, "1 objects", "2 object"),
    ],
)
def test_stances_are_counted_in_words(stance: Stance, one: str, two: str) -> None:
    assert (counted(stance, 1), counted(stance, 2)) == (one, two)


def test_labels_and_names() -> None:
    assert (level_label("open"), level_label(""), stance_label("pass")) == ("Open", "", "Pass")
    assert (camp_name(PEOPLE, "d"), camp_name(PEOPLE, None)) == ("supporters", "either camp")
    assert support_in_words(PEOPLE.camps[0], 2, 3) == "2 of 3 among the abolitionists"


def test_percent_never_looks_larger_than_it_is() -> None:
    assert [percent(Fraction(n, 3)) for n in range(4)] == [0, 33, 66, 100]

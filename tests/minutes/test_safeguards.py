"""What a document refuses to hold: everything that would give a person or a small group away."""

from dataclasses import replace

import pytest

from dialogue import minutes
from dialogue.minutes import Quotation, Voice
from tests.minutes import sample

A_PERSON = Voice("named", "Nikau Example")
A_ROLE = Voice("role_label", "A3")


def _position(voice: Voice, reference: str = "x.1") -> minutes.Position:
    return minutes.Position(
        reference=reference, claim=Quotation("A claim."), reasoning=Quotation("A reason."), voice=voice
    )


def _proposal(**changes: object) -> minutes.Proposal:
    values: dict[str, object] = {
        "reference": "x.P1",
        "claim": Quotation("A proposal."),
        "step": None,
        "reasoning": None,
        "text_hash": "0" * 64,
        "figures": None,
    }
    return minutes.Proposal(**{**values, **changes})  # type: ignore[arg-type]


def _document(attribution: str = "camp", finding: object = None, **thread: object) -> minutes.Document:
    values: dict[str, object] = {
        "key": "x",
        "reference": "1",
        "title": minutes.LocalText({"en": "A thread"}),
        "prompt": minutes.LocalText({"en": "What?"}),
    }
    return sample.document(
        header=sample.header(attribution),
        threads=(minutes.Thread(**{**values, **thread}),),  # type: ignore[arg-type]
        findings=(finding,) if finding else (),
    )


def _finding(**changes: object) -> minutes.Finding:
    values: dict[str, object] = {
        "number": 1,
        "thread": "x",
        "text": Quotation("Found."),
        "level": "open",
        "date": "2031-03-04",
    }
    return minutes.Finding(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("attribution", "voice"),
    [
        ("named", A_PERSON),
        ("named", Voice("named", "Nikau Example", sample.ABOLITIONIST)),
        ("named", A_ROLE),
        ("role_label", A_ROLE),
        ("role_label", Voice("camp", camp=sample.ABOLITIONIST)),
        ("camp", Voice("camp", camp=sample.ABOLITIONIST)),
        ("camp", minutes.ANONYMOUS),
        ("none", minutes.ANONYMOUS),
    ],
)
def test_position_may_be_tied_as_closely_as_the_attribution_allows(attribution: str, voice: Voice) -> None:
    document = _document(attribution, positions=(_position(voice),))

    assert document.threads[0].positions[0].voice == voice


@pytest.mark.parametrize(
    ("attribution", "voice"),
    [
        ("role_label", A_PERSON),
        ("camp", A_ROLE),
        ("camp", A_PERSON),
        ("none", Voice("camp", camp=sample.ABOLITIONIST)),
        ("none", A_ROLE),
        ("none", Voice("none", camp=sample.ABOLITIONIST)),
        ("camp", Voice("none", "Nikau Example")),
        ("camp", Voice("camp", "Nikau Example", sample.ABOLITIONIST)),
        ("camp", Voice("camp")),
        ("named", Voice("named")),
    ],
)
def test_position_tied_more_closely_is_refused(attribution: str, voice: Voice) -> None:
    with pytest.raises(minutes.UnsafeAttribution):
        _document(attribution, positions=(_position(voice),))


def test_thread_that_names_some_camps_and_not_others_is_refused() -> None:
    positions = (_position(Voice("camp", camp=sample.ABOLITIONIST)), _position(minutes.ANONYMOUS, "x.2"))

    with pytest.raises(minutes.UnsafeAttribution, match="follows by exclusion"):
        _document("camp", positions=positions)


@pytest.mark.parametrize(
    "changes",
    [
        {"voice": Voice("camp", camp=sample.ABOLITIONIST)},
        {"co_sponsors": ("A3",)},
        {"conditions": (minutes.Condition(Quotation("If."), voice=A_PERSON),)},
        {"objections": (minutes.Objection(None, Voice("camp", camp=sample.ABOLITIONIST)),)},
    ],
)
def test_proposal_tied_to_a_camp_or_to_people_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(minutes.UnsafeAttribution):
        _document("camp", proposals=(_proposal(**changes),))


def test_proposal_is_not_tied_to_a_camp_even_in_named_minutes() -> None:
    with pytest.raises(minutes.UnsafeAttribution, match="never tied to a camp"):
        _document("named", proposals=(_proposal(voice=Voice("named", "Nikau", sample.ABOLITIONIST)),))


@pytest.mark.parametrize(
    "changes", [{"claim": None}, {"withdrawn": True}, {"claim": None, "withdrawn": False}]
)
def test_text_and_withdrawal_exclude_each_other(changes: dict[str, object]) -> None:
    with pytest.raises(minutes.InvalidDocument, match="exactly if it is not withdrawn"):
        _document(proposals=(_proposal(**changes),))
    with pytest.raises(minutes.InvalidDocument, match="exactly if it is not withdrawn"):
        _document(positions=(replace(_position(minutes.ANONYMOUS), **changes),))  # type: ignore[arg-type]


def test_group_under_k_is_not_counted() -> None:
    participation = minutes.Participation((minutes.Group(sample.ABOLITIONIST, 3),), None)

    with pytest.raises(minutes.UnsafeAttribution, match="fewer than 4 members"):
        sample.document(participation=participation, threads=(), findings=())


def test_total_beside_a_withheld_group_is_refused() -> None:
    groups = (minutes.Group(sample.ABOLITIONIST, 6), minutes.Group(sample.DETERRENCE, None))

    with pytest.raises(minutes.UnsafeAttribution, match="total would reveal"):
        sample.document(participation=minutes.Participation(groups, 9), threads=(), findings=())


def _with_small_deterrence(**changes: object) -> minutes.Document:
    groups = (minutes.Group(sample.ABOLITIONIST, 6), minutes.Group(sample.DETERRENCE, None))
    values: dict[str, object] = {"participation": minutes.Participation(groups, None), "findings": ()}
    return sample.document(**{**values, **changes})


@pytest.mark.parametrize("field", ["positions", "proposals", "camps_not_heard"])
def test_camp_under_k_is_not_named(field: str) -> None:
    thread = replace(sample.benchmark_thread(), proposals=(), camps_not_heard=())
    named: dict[str, object] = {
        "positions": (_position(Voice("camp", camp=sample.DETERRENCE)),),
        "proposals": (_proposal(figures=sample.unanswered()),),
        "camps_not_heard": (sample.DETERRENCE,),
    }

    with pytest.raises(minutes.UnsafeAttribution):
        _with_small_deterrence(threads=(replace(thread, **{field: named[field]}),))  # type: ignore[arg-type]


def test_figures_of_a_group_under_k_are_refused() -> None:
    figures = replace(
        sample.unanswered(), neither=minutes.GroupFigures("neither", 2, dict.fromkeys(minutes.STANCES, 0))
    )

    with pytest.raises(minutes.UnsafeAttribution, match="too small"):
        _document(proposals=(_proposal(figures=figures),))


def test_figures_of_one_camp_alone_are_refused() -> None:
    figures = replace(sample.unanswered(), camps=sample.unanswered().camps[:1])

    with pytest.raises(minutes.UnsafeAttribution, match="every camp or for none"):
        _document(proposals=(_proposal(figures=figures),))


def test_figures_that_miss_a_stance_are_refused() -> None:
    broken = minutes.GroupFigures(sample.ABOLITIONIST, 6, {"agree": 1})
    figures = replace(sample.unanswered(), camps=(broken, sample.unanswered().camps[1]))

    with pytest.raises(minutes.InvalidDocument, match="five stances"):
        _document(proposals=(_proposal(figures=figures),))


def test_figures_that_show_whose_objection_it_is_are_refused() -> None:
    objection = minutes.Objection(Quotation("No."))
    figures = sample.unanswered()
    counted = replace(
        figures,
        camps=(figures.camps[0], sample.group(sample.DETERRENCE, agree=1, objections=1)),
    )

    assert minutes.reveals_a_small_group(figures, (objection,))
    assert not minutes.reveals_a_small_group(counted, (objection,))
    with pytest.raises(minutes.UnsafeAttribution, match="reveal who objected"):
        _document(proposals=(_proposal(figures=figures, objections=(objection,)),))


def test_camp_not_heard_is_told_only_where_positions_bear_camps() -> None:
    with pytest.raises(minutes.UnsafeAttribution, match="ties every position"):
        _document("none", camps_not_heard=(sample.DETERRENCE,))


@pytest.mark.parametrize(
    ("attribution", "changes"),
    [
        ("camp", {"signer": "Nikau Example"}),
        ("none", {"camp": sample.ABOLITIONIST, "rests_on_one_camp": True}),
        ("camp", {"objections": (minutes.Objection(None, A_PERSON),)}),
        (
            "named",
            {"conditions": (minutes.Condition(Quotation("If."), voice=Voice("named", "N", "neither")),)},
        ),
    ],
)
def test_finding_tied_too_closely_is_refused(attribution: str, changes: dict[str, object]) -> None:
    with pytest.raises(minutes.UnsafeAttribution):
        _document(attribution, finding=_finding(**changes))


def test_camp_the_document_does_not_describe_is_refused() -> None:
    with pytest.raises(minutes.InvalidDocument, match="does not describe: martians"):
        _document(addressees=("martians",))

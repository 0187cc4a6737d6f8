"""Minutes of a workshop that tells bands: words in place of counts, and no objections beside them."""

from dataclasses import replace

import pytest

from dialogue import minutes
from dialogue.minutes import Bands, GroupBand, Quotation
from dialogue.minutes.outline import open_points
from tests.minutes import sample
from tests.minutes.decoding import squeezed, text_of

BROAD = GroupBand(sample.ABOLITIONIST, "broad_support")
SPLIT = GroupBand(sample.DETERRENCE, "split")
LITTLE = GroupBand(sample.DETERRENCE, "little_support")
TELLS = replace(sample.document().method, tells_bands=True)


def told(*camps: GroupBand, level: str = "open", objects: bool = False, at_least: bool = False) -> Bands:
    return Bands(camps=camps, objection_stands=objects, level=level, at_least=at_least)  # type: ignore[arg-type]


def document(
    bands: Bands | None = None,
    *,
    method: minutes.Method = TELLS,
    participation: minutes.Participation | None = None,
    **changes: object,
) -> minutes.Document:
    proposal = replace(
        sample.danger_thread().proposals[0],
        **{"figures": None, "objections": (), "bands": bands, **changes},  # type: ignore[arg-type]
    )
    thread = replace(sample.danger_thread(), proposals=(proposal,))
    return sample.document(
        threads=(thread,), findings=(), method=method, participation=participation or sample.participation()
    )


def too_few_supporters() -> minutes.Participation:
    groups = [
        replace(group, members=None if group.key == sample.DETERRENCE else group.members)
        for group in sample.participation().groups
    ]
    return replace(sample.participation(), groups=tuple(groups), total=None)


@pytest.mark.parametrize(
    ("bands", "english", "chinese"),
    [
        (
            told(BROAD, LITTLE, objects=True),
            (
                "In words, once and for this version: broad support in the camp “abolitionist” and little "
                "support in the camp “deterrence supporter”. An objection stands. The level by the rule: "
                "open."
            ),
            (
                "以文字概述，对此版本仅公布一次：“废除派”广泛支持，“威慑派”支持很少。"
                "有反对意见仍然有效。按规则所得级别：未决。"
            ),
        ),
        (
            told(BROAD, SPLIT, level="emerging_convergence", at_least=True),
            "The level by the rule: at least emerging convergence.",
            "按规则所得级别：至少为正在形成的趋同。",
        ),
        (
            told(BROAD, SPLIT, at_least=True),
            "The bands carry no level by the rule.",
            "凭此概述，按规则不能确定级别。",
        ),
    ],
    ids=["a level", "at least a level", "no level"],
)
def test_responses_are_told_in_words(bands: Bands, english: str, chinese: str) -> None:
    drawn = document(bands)

    assert tells(drawn, english)
    assert tells(drawn, chinese, "zh")


def tells(drawn: minutes.Document, sentence: str, language: str = "en") -> bool:
    rendered = minutes.render(minutes.number_paragraphs(drawn), "markdown", language)
    return squeezed(sentence) in text_of(rendered.content, "markdown")


def test_bands_not_yet_told_are_withheld_as_figures_are() -> None:
    assert tells(document(None), "The figures are not shown, to protect participants.")


def test_method_explains_bands_where_they_are_told() -> None:
    sentence = "Broad support means that all who answered but at most two agree or can live with it"

    assert tells(document(None), sentence)
    assert not tells(sample.document(), sentence)


@pytest.mark.parametrize(
    ("bands", "is_open"),
    [
        (told(BROAD, LITTLE), True),
        (told(BROAD, SPLIT, at_least=True), False),
        (told(BROAD, BROAD, level="emerging_convergence"), False),
        (None, False),
    ],
)
def test_what_bands_leave_open_is_not_called_open(bands: Bands | None, is_open: bool) -> None:
    proposal = replace(sample.danger_thread().proposals[0], figures=None, bands=bands)
    thread = replace(sample.danger_thread(), proposals=(proposal,))

    assert ("proposal_open" in {point.kind for point in open_points(thread)}) is is_open


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"figures": sample.figures()}, "no figures and no objections"),
        ({"objections": (minutes.Objection(Quotation("No.")),)}, "no figures and no objections"),
        ({"bands": told(BROAD)}, "for every camp or for none"),
        ({"participation": too_few_supporters()}, "too small"),
    ],
)
def test_what_would_tell_more_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(minutes.UnsafeAttribution, match=sentence):
        document(**{"bands": told(BROAD, LITTLE), **changes})


def test_bands_are_told_by_workshops_that_tell_them_alone() -> None:
    with pytest.raises(minutes.InvalidDocument, match="only a workshop that tells bands"):
        document(told(BROAD, LITTLE), method=sample.document().method)


def test_document_with_bands_is_read_back_equal() -> None:
    drawn = document(told(BROAD, LITTLE))

    assert minutes.Document.from_dict(drawn.to_dict()) == drawn


def test_documents_from_before_bands_keep_their_fingerprint() -> None:
    before = sample.document().to_dict()

    assert "tells_bands" not in before["method"]
    assert not any("bands" in proposal for thread in before["threads"] for proposal in thread["proposals"])
    assert minutes.Document.from_dict(before) == sample.document()

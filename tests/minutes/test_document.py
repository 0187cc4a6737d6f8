"""The document as data: round trip, schema, fingerprint, and what it refuses."""

import json

import pytest

from dialogue import minutes
from dialogue.minutes import LocalText, Quotation
from tests.minutes import sample


def test_document_comes_back_from_json_exactly() -> None:
    document = sample.document()

    stored = json.loads(json.dumps(document.to_dict()))

    assert minutes.Document.from_dict(stored) == document
    assert minutes.Document.from_dict(stored).to_dict() == document.to_dict()


def test_fingerprint_follows_the_content_alone() -> None:
    document = sample.document()
    again = minutes.Document.from_dict(document.to_dict())
    changed = sample.document(header=sample.header(revision=2))

    assert minutes.fingerprint(again) == minutes.fingerprint(document)
    assert minutes.fingerprint(changed) != minutes.fingerprint(document)
    assert len(minutes.fingerprint(document)) == 64


def test_fingerprint_does_not_depend_on_the_order_of_languages() -> None:
    one = sample.document(header=sample.header(place=LocalText({"en": "Town", "zh": "城"})))
    other = sample.document(header=sample.header(place=LocalText({"zh": "城", "en": "Town"})))

    assert minutes.fingerprint(one) == minutes.fingerprint(other)


@pytest.mark.parametrize("schema", [None, 0, 2, "1"])
def test_another_schema_is_refused(schema: object) -> None:
    stored = {**sample.document().to_dict(), "schema": schema}

    with pytest.raises(minutes.UnknownSchema, match="reads schema 1 only"):
        minutes.Document.from_dict(stored)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("header", "k"), "4", r"document.header.k: expected int, found str"),
        (("header", "fictitious"), 1, r"document.header.fictitious: expected bool, found int"),
        (("header", "status"), "secret", r"document.header.status: 'secret' is not one of draft"),
        (("threads",), {}, r"document.threads: expected list, found dict"),
        (("threads", 0, "positions", 1, "claim"), {"text": "x"}, r"positions\[1\].claim: missing language"),
        (("header", "workshop", "texts"), {"en": 3}, r"document.header.workshop.texts.en: expected str"),
        (("surprise",), 1, r"document: missing nothing, unknown surprise"),
    ],
)
def test_stored_value_that_does_not_fit_is_named(
    path: tuple[str | int, ...], value: object, sentence: str
) -> None:
    stored = json.loads(json.dumps(sample.document().to_dict()))
    place = stored
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(minutes.InvalidDocument, match=sentence):
        minutes.Document.from_dict(stored)


def test_whole_number_is_read_where_a_measure_is_expected() -> None:
    stored = sample.document().to_dict()
    stored["threads"][0]["proposals"][0]["figures"]["bridge"] = 1

    figures = minutes.Document.from_dict(stored).threads[0].proposals[0].figures

    assert figures is not None
    assert type(figures.bridge) is float


def test_value_outside_a_closed_list_is_refused_when_stored() -> None:
    document = sample.document(header=sample.header(status="secret"))

    with pytest.raises(minutes.InvalidDocument, match="'secret' is not one of draft, corrected, final"):
        document.to_dict()


@pytest.mark.parametrize("day", ["2031-3-4", "20310304", "2031-02-30", "2031-03-04T10:00", ""])
def test_what_is_not_a_plain_date_is_refused(day: str) -> None:
    with pytest.raises(minutes.InvalidDocument, match="is not a date"):
        sample.document(header=sample.header(issued=day))


def test_texts_are_made_printable_on_the_way_in() -> None:
    quotation = Quotation("a\x00b\x1b[31m\ud800\ufffe\U0001fffe\r\nc\u2028d\x85e\tf", "en")
    local = LocalText({"en": "x\x07y"})

    assert quotation.text == "ab[31m\nc\nd\ne\tf"
    assert local.texts["en"] == "xy"
    assert minutes.printable(quotation.text) == quotation.text


def test_lists_become_tuples_and_mappings_cannot_be_changed() -> None:
    group = minutes.GroupFigures("a", 5, dict.fromkeys(minutes.STANCES, 1))
    thread = minutes.Summary(Quotation("x"), ["a.1"])  # type: ignore[arg-type]

    assert thread.rests_on == ("a.1",)
    with pytest.raises(TypeError):
        group.stances["agree"] = 9  # type: ignore[index]


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"en": "a", "zh": "b"}, "zh", Quotation("b", "zh")),
        ({"en": "a", "zh": ""}, "zh", Quotation("a", "en")),
        ({"ru": "c", "fr": "d"}, "zh", Quotation("d", "fr")),
        ({}, "zh", Quotation("")),
    ],
)
def test_local_text_falls_back_to_a_language_it_has(
    texts: dict[str, str], language: str, expected: Quotation
) -> None:
    assert LocalText(texts).in_language(language) == expected


def test_symbol_shows_a_revision_only_if_there_is_one() -> None:
    assert sample.header(revision=0).symbol == "BB/BUILDING-BRIDGES/S.1"
    assert sample.header(revision=3).symbol == "BB/BUILDING-BRIDGES/S.1/Rev.3"

"""The catalogues that come with the program: complete, well connected, and true to their source."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dialogue.catalogues import BOTH, CatalogueError, available, catalogue

SOURCE = Path(__file__).parents[3] / "shared" / "domain" / "threads.json"
# Typography only: curly marks and en dashes of our data, straight ones of the source.
PLAIN = str.maketrans({"’": "'", "“": "'", "”": "'", "–": "-"})

HARD_QUESTIONS = [f"hq-{letter}" for letter in "abcdefgh"]
AGENDA = ["ag-a", "ag-b-a", "ag-b-b", "ag-c"]
MINIMISATION = ["mp-a", "mp-b", "mp-c", "mp-d", "mp-e", "mp-e-i", "mp-e-ii", "mp-e-iii", "mp-f", "mp-g"]
REAFFIRMATIONS = [f"rf-{number}" for number in range(1, 8)]


def test_available_lists_both_catalogues_under_the_names_of_their_files() -> None:
    data = Path(__file__).parents[2] / "dialogue" / "catalogues" / "data"

    shipped = available()

    assert [one.key for one in shipped] == ["market-street", "npt-2018"]
    assert sorted(path.stem for path in data.glob("*.json")) == [one.key for one in shipped]
    assert all(one.languages == ("en", "zh") for one in shipped)


def test_catalogue_of_an_unknown_key_names_those_that_exist() -> None:
    with pytest.raises(CatalogueError) as refusal:
        catalogue("../secrets")

    expected = "catalogue “../secrets”: does not exist. There are: market-street, npt-2018."
    assert str(refusal.value) == expected


def test_source_catalogue_has_every_thread_in_cluster_order() -> None:
    source = catalogue("npt-2018")

    assert [cluster.key for cluster in source.clusters] == [
        "agenda",
        "hard-questions",
        "minimisation-point",
        "reaffirmations",
    ]
    assert [thread.key for thread in source.threads] == [
        *AGENDA,
        *HARD_QUESTIONS,
        *MINIMISATION,
        *REAFFIRMATIONS,
    ]


def test_source_catalogue_has_its_camps_with_one_shared_footnote() -> None:
    source = catalogue("npt-2018")

    assert [camp.key for camp in source.camps] == ["abolitionist", "deterrence"]
    assert [camp.plural.in_("en")[0] for camp in source.camps] == ["abolitionists", "deterrence supporters"]
    assert len(source.footnotes) == 1
    assert (
        source.footnotes[0]
        .in_("en")[0]
        .endswith("Participants did not agree on how to define them, or on using them.")
    )


def test_source_catalogue_has_its_codebook() -> None:
    source = catalogue("npt-2018")

    assert [tag.key for tag in source.tags_of("finding")] == ["point-of-convergence", "point-of-divergence"]
    assert [tag.key for tag in source.tags_of("avenue")] == [f"avenue-{number}" for number in range(44, 49)]
    assert [tag.key for tag in source.tags_of("horizon")] == ["short-term", "medium-term", "long-term"]
    assert [step.key for step in source.work_steps] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("hq-e", "40 (e)", "40 (e)"),
        ("ag-b-a", "28 (b) (a)", "28 (b) (a)"),
        ("mp-e-i", "33 (e) (i)", "33 (e) (一)"),
        ("rf-5", "26 (2nd item)", "26（第2项）"),
    ],
)
def test_printed_reference_follows_the_language(key: str, english: str, chinese: str) -> None:
    reference = catalogue("npt-2018").thread(key).reference

    assert reference.to_dict() == {"en": english, "zh": chinese}


def test_source_catalogue_has_the_structure_of_its_source() -> None:
    threads = catalogue("npt-2018").threads

    assert {t.key: [p.addressed_to for p in t.parts] for t in threads if t.parts} == {
        "hq-d": ["deterrence", "abolitionist"],
        "hq-h": [BOTH, BOTH],
    }
    assert {t.key: t.parent for t in threads if t.parent} == dict.fromkeys(
        ["mp-e-i", "mp-e-ii", "mp-e-iii"], "mp-e"
    )
    assert {t.key: t.depends_on for t in threads if t.depends_on} == {"hq-f": ("hq-e",)}
    assert {t.key: t.answers_entries_of for t in threads if t.answers_entries_of} == {"hq-f": "hq-e"}
    assert {t.key: t.register.key for t in threads if t.register} == {"hq-e": "dangers"}
    assert {t.key: [c.key for c in t.choices] for t in threads if t.choices} == {
        "hq-b": ["separable", "partly", "inseparable"]
    }
    assert Counter(t.form for t in threads) == {"discussion": 21, "reaffirmation": 7, "benchmark": 1}
    assert {t.key: t.also_source_path for t in threads if t.also_source_path} == {
        "rf-1": (("II", "26", "1"),)
    }
    assert {t.key for t in threads if t.note} == {"hq-d", "hq-g", "mp-e", "rf-6"}


def test_source_catalogue_asks_both_camps_and_each_of_them() -> None:
    addressees = Counter(thread.addressed_to for thread in catalogue("npt-2018").threads)

    assert addressees == {BOTH: 19, "deterrence": 9, "abolitionist": 1}


def test_every_thread_lists_what_an_answer_needs_in_both_languages() -> None:
    for one in available():
        for thread in one.threads:
            assert thread.required_elements, thread.key
            assert thread.avenues, thread.key
            for element in thread.required_elements:
                assert element.languages == ("en", "zh"), thread.key
                assert element.in_("en")[0] != element.in_("zh")[0], thread.key


def test_chinese_texts_are_chinese_and_punctuated_so() -> None:
    for one in available():
        for thread in one.threads:
            for text in (thread.title, thread.prompt, *thread.required_elements):
                chinese = text.in_("zh")[0]
                assert any("一" <= character <= "鿿" for character in chinese), thread.key
                assert not set(chinese) & set(",;:?!"), thread.key


def test_texts_have_no_straight_quotation_marks() -> None:
    for one in available():
        for thread in one.threads:
            texts = [
                thread.title,
                thread.prompt,
                *thread.required_elements,
                *(p.prompt for p in thread.parts),
            ]
            for text in texts + ([thread.note] if thread.note else []):
                assert not any(set(words) & {"'", '"'} for words in text.to_dict().values()), thread.key


def test_source_catalogue_names_no_document_symbol() -> None:
    texts = json.dumps([text for _, text in catalogue("npt-2018").source.pairs])

    assert "CONF." not in texts
    assert "WP." not in texts


def test_town_catalogue_is_another_subject_altogether() -> None:
    town, source = catalogue("market-street"), catalogue("npt-2018")

    assert len(town.threads) == 5
    assert len(town.camps) == 2
    assert not {camp.key for camp in town.camps} & {camp.key for camp in source.camps}
    assert not {tag.key for tag in town.tags_of("avenue")} & {tag.key for tag in source.tags_of("avenue")}
    assert [thread.key for thread in town.threads if thread.parts] == ["mk-2"]
    assert {t.key: t.depends_on for t in town.threads if t.depends_on} == {"mk-4": ("mk-3",)}
    assert "nuclear" not in repr(town).lower()
    assert "核" not in repr(town)


def test_source_catalogue_says_what_the_domain_research_says() -> None:
    if not SOURCE.exists():
        pytest.skip(f"{SOURCE} is not there: the domain research is not part of a clone of the project.")
    expected: list[dict[str, Any]] = json.loads(SOURCE.read_text(encoding="utf-8"))["threads"]
    source = catalogue("npt-2018")

    assert len(expected) == 29
    assert {thread.key for thread in source.threads} == {thread["key"] for thread in expected}
    for item in expected:
        thread = source.thread(item["key"])
        assert thread.title.in_("en")[0].translate(PLAIN) == item["title_en"]
        assert thread.title.in_("zh")[0] == item["title_zh"]
        assert thread.prompt.in_("en")[0].translate(PLAIN) == item["prompt_en"]
        assert thread.prompt.in_("zh")[0] == item["prompt_zh"]
        assert thread.source.in_("en")[0] == item["source"]
        assert list(thread.source_path) == item["source_path"]
        assert [list(path) for path in thread.also_source_path] == item.get("also_source_path", [])
        assert thread.addressed_to == item["addressed_to"]
        elements = [element.in_("en")[0].translate(PLAIN) for element in thread.required_elements]
        assert elements == item["answer_must_contain"]
        assert thread.avenues == tuple(f"avenue-{number}" for number in item["avenues"])
        assert (thread.note.in_("en")[0].translate(PLAIN) if thread.note else "") == item["note"]
        assert thread.parent == item["parent"]
        assert list(thread.depends_on) == item["depends_on"]
        assert thread.work_step == str(item["work_step"])
        assert thread.cluster == item["cluster"].replace("_", "-")
        assert thread.form == item["form"]
        assert (thread.register.key if thread.register else None) == item.get("register")
        assert thread.answers_entries_of == item.get("answers_entries_of")
        parts = [(p.key, p.addressed_to, *p.prompt.to_dict().values()) for p in thread.parts]
        assert parts == [(p["key"], p["addressed_to"], p["prompt_en"], p["prompt_zh"]) for p in item["parts"]]
        choices = [{"key": choice.key, **choice.label.to_dict()} for choice in thread.choices]
        assert choices == item.get("choices", [])


def test_source_catalogue_has_the_labels_of_the_domain_research() -> None:
    if not SOURCE.exists():
        pytest.skip(f"{SOURCE} is not there: the domain research is not part of a clone of the project.")
    meta = json.loads(SOURCE.read_text(encoding="utf-8"))["meta"]
    source = catalogue("npt-2018")

    avenues = {tag.key.removeprefix("avenue-"): tag.label.to_dict() for tag in source.tags_of("avenue")}
    plain = {
        key: {code: text.translate(PLAIN) for code, text in label.items()} for key, label in avenues.items()
    }

    assert plain == meta["avenues"]
    assert {c.key.replace("-", "_"): c.title.to_dict() for c in source.clusters} == meta["clusters"]
    assert {step.key: step.label.to_dict() for step in source.work_steps} == meta["work_steps"]

"""What a catalogue may say, and the sentence for each thing it may not."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue.catalogues import CatalogueError, LocalText, check, parse_catalogue
from dialogue.catalogues.faults import MOST_FAULTS
from tests.catalogues.broken import BROKEN, Change, put
from tests.catalogues.example import example_catalogue


def sentences(data: Any) -> list[str]:
    return [str(fault) for fault in check(data, "orchard.json")]


def test_a_whole_catalogue_is_read() -> None:
    catalogue = parse_catalogue(example_catalogue(), name="orchard.json")

    fruit, roots = catalogue.thread("fruit-1"), catalogue.thread("roots-1")
    assert check(example_catalogue(), "orchard.json") == []
    assert [thread.key for thread in catalogue.threads] == ["roots-1", "roots-2", "roots-3", "fruit-1"]
    assert catalogue.footnotes == ()
    assert fruit.source_path == ("1", "a")
    assert fruit.also_source_path == (("2",), ("3", "b"))
    assert fruit.required_elements == (LocalText.of({"en": "a tree", "fr": "un arbre"}),)
    assert (fruit.form, roots.form) == ("benchmark", "discussion")
    assert (fruit.work_step, roots.work_step) == ("1", None)
    assert [part.addressed_to for part in roots.parts] == ["pears", "pears"]
    assert catalogue.tags[0].reference == LocalText.of({"en": "7", "fr": "7"})


def test_space_around_a_text_is_taken_off() -> None:
    data = example_catalogue()
    data["title"]["en"] = "  The orchard \n"[:-1]

    assert parse_catalogue(data, name="orchard.json").title.in_("en") == ("The orchard", "en")


@pytest.mark.parametrize(("change", "place", "problem"), BROKEN)
def test_a_fault_is_a_sentence_with_file_entry_and_field(change: Change, place: str, problem: str) -> None:
    data = example_catalogue()
    assert sentences(data) == []

    change(data)

    named = f"orchard.json, {place}" if place else "orchard.json"
    assert sentences(data) == [f"{named}: {problem}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("languages", []), ("languages", None), ("languages", "en"), ("languages", ["tlh"]), ("languages", [5])],
)
def test_languages_that_cannot_be_used_are_one_fault(field: str, value: object) -> None:
    data = example_catalogue()
    data[field] = value

    faults = check(data, "orchard.json")

    assert [fault.field for fault in faults] == ["languages"]


def test_circle_of_dependencies_is_named_once_with_its_way() -> None:
    data = example_catalogue()
    for number, next_key in ((1, "roots-2"), (2, "roots-3"), (3, "roots-1")):
        data["threads"][number]["depends_on"] = [next_key]

    (sentence,) = sentences(data)

    assert ", field “depends_on”: leads back to the thread itself: " in sentence
    way = sentence.rpartition(": ")[2].rstrip(".").split(" → ")
    follows = {"“roots-1”": "“roots-2”", "“roots-2”": "“roots-3”", "“roots-3”": "“roots-1”"}
    assert len(way) == 4
    assert all(follows[here] == there for here, there in pairwise(way))


def test_every_circle_is_named() -> None:
    data = example_catalogue()
    data["threads"][2]["parent"] = "roots-2"
    data["threads"][3]["parent"] = "roots-3"

    assert [fault.entry for fault in check(data, "orchard.json")] == ["thread “roots-2”", "thread “roots-3”"]


def test_all_faults_are_gathered_not_the_first_alone() -> None:
    data = example_catalogue()
    data["title"]["en"] = ""
    del data["camps"][1]["label"]["fr"]
    data["threads"][0]["cluster"] = "stem"
    data["threads"][3] = None

    with pytest.raises(CatalogueError) as refusal:
        parse_catalogue(data, name="orchard.json")

    assert [(fault.entry, fault.field) for fault in refusal.value.faults] == [
        ("", "title.en"),
        ("camp “plums”", "label.fr"),
        ("thread no. 4", ""),
        ("thread “fruit-1”", "cluster"),
    ]
    assert str(refusal.value) == "\n".join(sentences(data))


def test_a_thread_without_a_key_is_called_by_its_place() -> None:
    data = example_catalogue()
    del data["threads"][3]["key"]

    assert sentences(data) == ["orchard.json, thread no. 4, field “key”: is missing."]


def test_after_many_faults_it_says_that_there_are_more() -> None:
    data = example_catalogue()
    data.update({f"field-{number}": 0 for number in range(MOST_FAULTS + 50)})

    faults = check(data, "orchard.json")

    assert len(faults) == MOST_FAULTS + 1
    assert str(faults[-1]) == (
        f"orchard.json: has more than {MOST_FAULTS} faults. Mend these first; the others are not listed."
    )


@pytest.mark.parametrize(("field", "most"), [("source_path", 500), ("avenues", 50)])
def test_a_list_of_absurd_length_is_refused(field: str, most: int) -> None:
    data = example_catalogue()
    data["tags"] = [{**data["tags"][0], "key": f"way-{number}"} for number in range(most + 1)]
    data["threads"][0]["avenues"] = []
    data["threads"][0][field] = [f"way-{number}" for number in range(most)]
    before = [fault for fault in check(data, "orchard.json") if fault.field == field]

    data["threads"][0][field].append(f"way-{most}")

    after = [str(fault) for fault in check(data, "orchard.json") if fault.field == field]
    problem = f"has {most + 1} entries; at most {most} fit."
    assert before == []
    assert after == [f"orchard.json, thread “fruit-1”, field “{field}”: {problem}"]


def test_a_word_of_the_file_is_quoted_short_and_visible() -> None:
    data = example_catalogue()
    data["\x1b[2J" + "x" * 100] = 1

    (fault,) = check(data, "orchard.json")

    assert fault.field == "�[2J" + "x" * 56 + "…"


@pytest.mark.parametrize("data", [None, [], "text", 3, 1.5, True, object()])
def test_anything_but_an_object_is_one_fault(data: object) -> None:
    (fault,) = sentences(data)

    assert fault.startswith("orchard.json: is ")
    assert fault.endswith(" where an object {…} is expected.")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(data=JSON)
@settings(max_examples=60, deadline=None)
def test_arbitrary_json_raises_nothing_but_catalogue_error(data: Any) -> None:
    with pytest.raises(CatalogueError) as refusal:
        parse_catalogue(data, name="orchard.json")

    str(refusal.value).encode()


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a value, as the steps that lead to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, item in inner for found in [(*path, step), *places(item, (*path, step))]]


@given(path=st.sampled_from(places(example_catalogue())), value=JSON)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_anywhere_is_read_or_refused_in_sentences(path: tuple[str | int, ...], value: Any) -> None:
    data = example_catalogue()
    put(value, *path)(data)

    for sentence in sentences(data):
        assert sentence.startswith("orchard.json")
        assert sentence.endswith(".")
        sentence.encode()

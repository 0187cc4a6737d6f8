"""Choosing threads, and texts in the language one asks for."""

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest

from dialogue.catalogues import Catalogue, CatalogueError, LocalText, catalogue, parse_catalogue
from tests.catalogues.example import example_catalogue


@pytest.fixture
def orchard() -> Catalogue:
    return parse_catalogue(example_catalogue(), name="orchard.json")


def test_select_gives_catalogue_order_and_each_thread_once(orchard: Catalogue) -> None:
    chosen = orchard.select(["fruit-1", "roots-2", "roots-1", "fruit-1"])

    assert chosen == tuple(orchard.thread(key) for key in ("roots-1", "roots-2", "fruit-1"))


def test_select_all_gives_the_threads_unchanged(orchard: Catalogue) -> None:
    assert orchard.select(thread.key for thread in orchard.threads) == orchard.threads


def test_select_nothing_gives_nothing(orchard: Catalogue) -> None:
    assert orchard.select([]) == ()


def test_select_a_child_without_its_parent_lets_it_stand_alone(orchard: Catalogue) -> None:
    (child,) = orchard.select(["roots-2"])

    assert orchard.thread("roots-2").parent == "roots-1"
    assert child.parent is None


def test_select_without_a_dependency_drops_it(orchard: Catalogue) -> None:
    (fruit,) = orchard.select(["fruit-1"])

    assert fruit.depends_on == ()
    assert fruit.answers_entries_of is None
    assert fruit.title == orchard.thread("fruit-1").title


def test_select_refuses_unknown_keys_and_names_each(orchard: Catalogue) -> None:
    with pytest.raises(CatalogueError) as refusal:
        orchard.select(["roots-1", "moss", "fern"])

    assert [str(fault) for fault in refusal.value.faults] == [
        "catalogue “orchard”, thread “moss”: is not in this catalogue.",
        "catalogue “orchard”, thread “fern”: is not in this catalogue.",
    ]


def test_thread_of_an_unknown_key_is_refused(orchard: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="is not in this catalogue"):
        orchard.thread("moss")


def test_a_catalogue_can_be_hashed_copied_and_pickled_and_never_changed(orchard: Catalogue) -> None:
    assert hash(orchard) == hash(copy.deepcopy(orchard))
    assert pickle.loads(pickle.dumps(orchard)) == orchard
    with pytest.raises(FrozenInstanceError):
        orchard.key = "meadow"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (("zh",), ("街", "zh")),
        (("zh-hans",), ("街", "zh")),
        (("ar", "zh"), ("街", "zh")),
        (("ar",), ("street", "en")),
        (("ar", "fr"), ("street", "en")),
        (("",), ("street", "en")),
    ],
)
def test_text_is_in_the_first_language_there_is_else_the_original(
    wanted: tuple[str, ...], found: tuple[str, str]
) -> None:
    text = LocalText.of({"en": "street", "zh": "街"})

    assert text.in_(*wanted) == found


def test_text_gives_its_languages_and_a_dictionary_of_its_own() -> None:
    text = LocalText.of({"en": "street", "zh": "街"})
    text.to_dict()["en"] = "road"

    assert text.languages == ("en", "zh")
    assert text.to_dict() == {"en": "street", "zh": "街"}


def test_labels_of_camps_are_there_one_and_several() -> None:
    camp = catalogue("market-street").camps[0]

    assert camp.label.in_("en")[0] == "friend of a car-free street"
    assert camp.plural.in_("en")[0] == "friends of a car-free street"

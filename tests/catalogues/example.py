"""A small catalogue that uses every field, for tests to break in one place at a time."""

from copy import deepcopy
from typing import Any

_EXAMPLE: dict[str, Any] = {
    "schema": 1,
    "key": "orchard",
    "languages": ["en", "fr"],
    "title": {"en": "The orchard", "fr": "Le verger"},
    "purpose": {"en": "To agree\non the trees.", "fr": "S’accorder\nsur les arbres."},
    "source": {"en": "A letter.", "fr": "Une lettre."},
    "camps": [
        {
            "key": key,
            "label": {"en": key, "fr": key},
            "plural": {"en": key, "fr": key},
            "definition": {"en": key, "fr": key},
        }
        for key in ("pears", "plums")
    ],
    "clusters": [
        {"key": "roots", "title": {"en": "Roots", "fr": "Racines"}},
        {"key": "fruit", "title": {"en": "Fruit", "fr": "Fruits"}},
    ],
    "work_steps": [{"key": "1", "label": {"en": "Dig", "fr": "Creuser"}}],
    "tags": [
        {
            "key": "graft",
            "group": "avenue",
            "label": {"en": "Graft", "fr": "Greffer"},
            "reference": {"en": "7", "fr": "7"},
        },
        {"key": "point-of-convergence", "group": "finding", "label": {"en": "point", "fr": "point"}},
    ],
    "threads": [],
}
_THREAD: dict[str, Any] = {
    "reference": {"en": "1 (a)", "fr": "1 a)"},
    "source": {"en": "Letter, 1 (a)", "fr": "Lettre, 1 a)"},
    "title": {"en": "Trees", "fr": "Arbres"},
    "prompt": {"en": "Which trees?", "fr": "Quels arbres ?"},
    "addressed_to": "both",
}
_PART: dict[str, Any] = {"addressed_to": "pears", "prompt": {"en": "Why?", "fr": "Pourquoi ?"}}


def example_catalogue() -> dict[str, Any]:
    """Four threads: fruit-1 (of the second cluster, yet first), roots-1, its child roots-2, roots-3."""
    catalogue = deepcopy(_EXAMPLE)
    fruit = {
        "key": "fruit-1",
        "cluster": "fruit",
        "depends_on": ["roots-1"],
        "answers_entries_of": "roots-1",
        "source_path": ["1", "a"],
        "also_source_path": [["2"], ["3", "b"]],
        "required_elements": [{"en": "a tree", "fr": "un arbre"}],
        "avenues": ["graft"],
        "work_step": "1",
        "form": "benchmark",
        "note": {"en": "Slowly.\nPlease.", "fr": "Lentement."},
    }
    roots = {
        "key": "roots-1",
        "cluster": "roots",
        "parts": [{"key": "1", **_PART}, {"key": "2", **_PART}],
        "choices": [{"key": key, "label": {"en": key, "fr": key}} for key in ("yes", "no")],
        "register": {"key": "trees", "title": {"en": "Trees named", "fr": "Arbres cités"}},
        "parent": None,
    }
    child = {"key": "roots-2", "cluster": "roots", "parent": "roots-1", "addressed_to": "pears"}
    last = {"key": "roots-3", "cluster": "roots"}
    catalogue["threads"] = [deepcopy({**_THREAD, **thread}) for thread in (fruit, roots, child, last)]
    return catalogue

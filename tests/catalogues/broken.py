"""Ways to break the example in one place, with the place and the problem its single fault has to name."""

from collections.abc import Callable
from typing import Any

Change = Callable[[dict[str, Any]], object]


def put(value: object, *path: str | int) -> Change:
    """A change that sets what is at the end of the path."""

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def without(*path: str | int) -> Change:
    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


BROKEN: list[tuple[Change, str, str]] = [
    (
        put(2, "schema"),
        "field “schema”",
        "is of another kind of catalogue; only 1 can be read.",
    ),
    (
        put(True, "schema"),
        "field “schema”",
        "is missing or is not a number. It has to be 1.",
    ),
    (
        without("schema"),
        "field “schema”",
        "is missing or is not a number. It has to be 1.",
    ),
    (
        without("key"),
        "field “key”",
        "is missing.",
    ),
    (
        put(None, "key"),
        "field “key”",
        "is empty (null).",
    ),
    (
        put(7, "key"),
        "field “key”",
        "is a number where a key is expected.",
    ),
    (
        put("Orchard!", "key"),
        "field “key”",
        (
            "is “Orchard!”. A key has lower-case letters a to z, digits and single hyphens between "
            "them, at most 40 in all."
        ),
    ),
    (
        put("a" * 41, "key"),
        "field “key”",
        (
            "is “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa”. A key has lower-case letters a to z, "
            "digits and single hyphens between them, at most 40 in all."
        ),
    ),
    (
        without("title", "fr"),
        "field “title.fr”",
        "is missing. Write it in French, or take “fr” out of the “languages”.",
    ),
    (
        put(None, "title", "fr"),
        "field “title.fr”",
        "is missing. Write it in French, or take “fr” out of the “languages”.",
    ),
    (
        put("Сад", "title", "ru"),
        "field “title.ru”",
        "is there, but “ru” is not among the “languages”.",
    ),
    (
        put("x", "title", "tlh"),
        "field “title”",
        "has a text under “tlh”. The languages are: en, zh, fr, ru, es, ar, ja.",
    ),
    (
        put("x", "title", 5),
        "field “title”",
        "has a text under a number. The languages are: en, zh, fr, ru, es, ar, ja.",
    ),
    (
        put("The orchard", "title"),
        "field “title”",
        "is a text where one text per language is expected.",
    ),
    (
        put([], "title", "en"),
        "field “title.en”",
        "is a list where a text is expected.",
    ),
    (
        put(" \u200b", "title", "en"),
        "field “title.en”",
        "is empty. Please write something that can be read.",
    ),
    (
        put("x" * 201, "title", "en"),
        "field “title.en”",
        "has 201 characters; at most 200 fit.",
    ),
    (
        put("a\x07b", "title", "en"),
        "field “title.en”",
        ("contains the character U+0007 at place 2, which cannot be shown or printed. Please take it out."),
    ),
    (
        put("a\nb", "title", "en"),
        "field “title.en”",
        ("contains the character U+000A at place 2, which cannot be shown or printed. Please take it out."),
    ),
    (
        put("oak", "colour"),
        "field “colour”",
        (
            "is not known here. The fields are: schema, key, languages, title, purpose, source, camps, "
            "clusters, work_steps, tags, threads."
        ),
    ),
    (
        put("oak", 5),
        "",
        "has a field whose name is a number where a text is expected.",
    ),
    (
        put("both", "camps", 1, "key"),
        "camp “both”, field “key”",
        "is “both”, a word with a meaning of its own. Please take another key.",
    ),
    (
        lambda data: data["camps"].pop(),
        "field “camps”",
        "has 1 of at least 2 entries.",
    ),
    (
        put({}, "threads", 3, "parts"),
        "thread “roots-3”, field “parts”",
        "is an object where a list is expected.",
    ),
    (
        lambda data: data["work_steps"].append(3.5),
        "work step no. 2",
        "is a number where an object {…} is expected.",
    ),
    (
        put("wish", "tags", 1, "group"),
        "tag “point-of-convergence”, field “group”",
        "is “wish”. It can be: finding, avenue, horizon, topic.",
    ),
    (
        put(False, "tags", 1, "group"),
        "tag “point-of-convergence”, field “group”",
        "is true or false. It can be: finding, avenue, horizon, topic.",
    ),
    (
        without("tags", 1, "group"),
        "tag “point-of-convergence”, field “group”",
        "is missing.",
    ),
    (
        put("poem", "threads", 0, "form"),
        "thread “fruit-1”, field “form”",
        "is “poem”. It can be: discussion, benchmark, reaffirmation.",
    ),
    (
        put("x" * 2001, "threads", 0, "prompt", "en"),
        "thread “fruit-1”, field “prompt.en”",
        "has 2001 characters; at most 2000 fit.",
    ),
    (
        put("stem", "threads", 0, "cluster"),
        "thread “fruit-1”, field “cluster”",
        "names “stem”, which is not among the clusters.",
    ),
    (
        put("figs", "threads", 0, "addressed_to"),
        "thread “fruit-1”, field “addressed_to”",
        "names “figs”, which is not among the camps.",
    ),
    (
        put(["point-of-convergence"], "threads", 0, "avenues"),
        "thread “fruit-1”, field “avenues”",
        "names “point-of-convergence”, which is not among the tags of the group “avenue”.",
    ),
    (
        put(["graft", "graft"], "threads", 0, "avenues"),
        "thread “fruit-1”, field “avenues”",
        "names “graft” twice.",
    ),
    (
        put([44], "threads", 0, "avenues"),
        "thread “fruit-1”, field “avenues”",
        "holds a number as no. 1 where a key is expected.",
    ),
    (
        put("9", "threads", 0, "work_step"),
        "thread “fruit-1”, field “work_step”",
        "names “9”, which is not among the work steps.",
    ),
    (
        put(["moss"], "threads", 0, "depends_on"),
        "thread “fruit-1”, field “depends_on”",
        "names “moss”, which is not among the threads.",
    ),
    (
        put("moss", "threads", 0, "parent"),
        "thread “fruit-1”, field “parent”",
        "names “moss”, which is not among the threads.",
    ),
    (
        put("roots-3", "threads", 0, "parent"),
        "thread “fruit-1”, field “parent”",
        "is “roots-3”, which is in another cluster. Both have to be in the same one.",
    ),
    (
        put("roots-3", "threads", 3, "parent"),
        "thread “roots-3”, field “parent”",
        "leads back to the thread itself: “roots-3” → “roots-3”.",
    ),
    (
        put("roots-3", "threads", 0, "answers_entries_of"),
        "thread “fruit-1”, field “answers_entries_of”",
        "names “roots-3”, which has no “register” of entries.",
    ),
    (
        put("fruit-1", "threads", 0, "answers_entries_of"),
        "thread “fruit-1”, field “answers_entries_of”",
        "names the thread itself. It has to name another one.",
    ),
    (
        put("moss", "threads", 0, "answers_entries_of"),
        "thread “fruit-1”, field “answers_entries_of”",
        "names “moss”, which is not among the threads.",
    ),
    (
        put("figs", "threads", 1, "parts", 1, "addressed_to"),
        "thread “roots-1”, part “2”, field “addressed_to”",
        "names “figs”, which is not among the camps.",
    ),
    (
        put("1", "threads", 1, "parts", 1, "key"),
        "thread “roots-1”, field “parts”",
        "has the key “1” 2 times. Each key may stand once.",
    ),
    (
        lambda data: data["threads"][1]["choices"].pop(),
        "thread “roots-1”, field “choices”",
        "has a single entry. Give at least two, or leave the field out.",
    ),
    (
        put("yes", "threads", 1, "choices", 1, "key"),
        "thread “roots-1”, field “choices”",
        "has the key “yes” 2 times. Each key may stand once.",
    ),
    (
        put("trees", "threads", 1, "register", "name"),
        "thread “roots-1”, register, field “name”",
        "is not known here. The fields are: key, title.",
    ),
    (
        put([["1"], "2"], "threads", 0, "also_source_path"),
        "thread “fruit-1”, field “also_source_path[2]”",
        "is a text where a list of steps is expected.",
    ),
    (
        put([["1", 2]], "threads", 0, "also_source_path"),
        "thread “fruit-1”, field “also_source_path[1]”",
        "holds a number as step no. 2 where a text is expected.",
    ),
    (
        put(["1", ""], "threads", 0, "source_path"),
        "thread “fruit-1”, field “source_path”",
        "step no. 2 is empty. Please write something that can be read.",
    ),
    (
        put([{"en": "a tree"}], "threads", 0, "required_elements"),
        "thread “fruit-1”, field “required_elements[1].fr”",
        "is missing. Write it in French, or take “fr” out of the “languages”.",
    ),
    (
        put("pears", "camps", 1, "key"),
        "field “camps”",
        "has the key “pears” 2 times. Each key may stand once.",
    ),
    (
        put("roots-3", "threads", 2, "key"),
        "field “threads”",
        "has the key “roots-3” 2 times. Each key may stand once.",
    ),
]

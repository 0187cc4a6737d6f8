from dialogue.convergence.printing.findings import Block, Said
from dialogue.convergence.printing.layouts import WIDTH, as_markdown, as_text

HOSTILE = "\x1b]0;title\x07 [click](http://x) <img src=x>\n# heading \u202egnorw `code`"
BLOCKS = [
    Block("First", ("A paragraph " + "word " * 40,)),
    Block("Bridges: 1", (), (Said(1, ("6 of 8 agree.",)), Said("s2")), ("And 3 more.",)),
]
TEXTS = {1: HOSTILE, "s2": ""}


def test_text_keeps_to_its_width_and_its_lines() -> None:
    lines = list(as_text(BLOCKS, TEXTS))

    assert max(map(len, lines)) <= WIDTH
    assert lines[:2] == ["First", "====="]
    assert lines[-5:] == [
        "----------",
        "  * “]0;title [click](http://x) <img src=x> # heading gnorw `code`” (statement 1)",
        "    6 of 8 agree.",
        "  * Statement s2",
        "And 3 more.",
    ]


def test_markdown_shows_what_was_written_and_does_nothing_else() -> None:
    lines = list(as_markdown(BLOCKS, TEXTS))

    assert lines[0] == "# First"
    assert lines[4:] == [
        "## Bridges: 1",
        "",
        r"* “\]0;title \[click\](http://x) \<img src=x\> \# heading gnorw \`code\`” (statement 1)",
        "  6 of 8 agree.",
        "* Statement s2",
        "",
        "And 3 more.",
        "",
    ]

from io import StringIO
from threading import Event

from dialogue.convergence.progress import Progress, shown_progress


class Terminal(StringIO):
    """Somebody who looks on, and says when something is there."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Event()

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.seen.set()


def test_short_work_shows_nothing() -> None:
    stream = Terminal()

    with shown_progress(stream, wanted=True) as progress:
        progress.tell("votes.csv", 10, 100)

    assert stream.getvalue() == ""


def test_long_work_shows_a_line_and_takes_it_away() -> None:
    stream = Terminal()

    with shown_progress(stream, wanted=True, silent_for=0.0) as progress:
        progress.tell("votes.csv", 10, 100)
        assert stream.seen.wait(5)

    assert "Reading votes.csv 10 %" in stream.getvalue() or "\r" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_where_nobody_looks_lines_follow_each_other() -> None:
    stream = StringIO()
    progress = Progress(stream, silent_for=0.0, every=0.001)

    progress.report("Analysing 5 votes")
    progress.end()
    progress.run()

    assert stream.getvalue() == ""
    with shown_progress(stream, wanted=False) as unseen:
        unseen.report("Nobody sees this")
    assert stream.getvalue() == ""

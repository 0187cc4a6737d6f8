"""Progress on a terminal: a line that appears when work takes longer than a second, and goes away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

SILENT_FOR = 1.0
EVERY = 0.5
_CLEAR = "\r\x1b[K"


class Progress:
    """What is being done just now, in one line; `report` and `tell` may be called any number of times."""

    def __init__(self, stream: TextIO, *, silent_for: float = SILENT_FOR, every: float = EVERY) -> None:
        self._stream, self._silent_for, self._every = stream, silent_for, every
        self._line = ""
        self._started = monotonic()
        self._ended = threading.Event()
        self._in_place = stream.isatty()
        self._told = ""

    def report(self, line: str) -> None:
        """Say what is being done from now on."""
        self._line = line

    def tell(self, file: str, done: int, of: int) -> None:
        """Say how much of a file is read; both numbers are bytes."""
        share = f" {min(100, 100 * done // of)} %" if of > 0 else ""
        self._line = f"Reading {file}{share}"

    def run(self) -> None:
        """Show the line until the work has ended; this is what the thread beside the work does."""
        if self._ended.wait(self._silent_for):
            return
        while True:
            self._show()
            if self._ended.wait(self._every):
                break
        if self._in_place:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        self._ended.set()

    def _show(self) -> None:
        if self._in_place:
            self._stream.write(f"{_CLEAR}{self._line} ({monotonic() - self._started:.0f} s)")
        elif self._line != self._told:
            self._stream.write(f"{self._line}\n")
        self._told = self._line
        self._stream.flush()


@contextmanager
def shown_progress(stream: TextIO, *, wanted: bool, silent_for: float | None = None) -> Iterator[Progress]:
    """Show progress on a stream while the work inside goes on; unless it is `wanted`, nothing is shown."""
    progress = Progress(stream, silent_for=SILENT_FOR if silent_for is None else silent_for)
    if not wanted:
        yield progress
        return
    beside = threading.Thread(target=progress.run, daemon=True)
    beside.start()
    try:
        yield progress
    finally:
        progress.end()
        beside.join()

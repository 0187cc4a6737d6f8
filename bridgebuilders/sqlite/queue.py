"""A queue of threads and processes: a lock on a file, which the system hands on in the order they came."""

import fcntl
import os
from pathlib import Path
from threading import Lock, Thread


class WaitedTooLong(Exception):
    """Nobody before left in time."""


class Place:
    """The first place in the queue at `file`, once it is made: it waits for it, `seconds` at most.

    Whoever dies leaves the queue. Raises `WaitedTooLong`.
    """

    def __init__(self, file: Path, seconds: float) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _Waiting(self._file).until_first(seconds)

    def leave(self) -> None:
        """Let the next one in. Closing the file is what does it."""
        os.close(self._file)


class _Waiting:
    """Waits in a thread of its own, because the system's own waiting knows no end."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._is_first = Lock()
        self._deciding = Lock()
        self._gave_up = False

    def until_first(self, seconds: float) -> None:
        self._is_first.acquire()
        Thread(target=self._wait, name="sqlite queue", daemon=True).start()
        if self._is_first.acquire(timeout=seconds):
            return
        with self._deciding:
            if self._is_first.acquire(blocking=False):
                return
            self._gave_up = True
        raise WaitedTooLong

    def _wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._deciding:
            if self._gave_up:
                os.close(self._file)
            else:
                self._is_first.release()

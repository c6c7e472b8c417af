"""Background work on pieces: several at a time, results in the order of the pieces, the next one begun early."""

from __future__ import annotations

import itertools
import os
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from mockint.ears.cutter import Cut
from mockint.ears.speech import RATE_HZ

if TYPE_CHECKING:
    from mockint.ears.pieces import Piece

Result = TypeVar("Result")


class _Job(Generic[Result]):
    def __init__(self, cut: Cut, piece: Piece) -> None:
        self.cut, self.piece = cut, piece
        self.result: Result | None = None
        self.done = False
        self.dropped = False


class Crew(Generic[Result]):
    """Threads that turn pieces of sound into results.

    Parameters
    ----------
    work : callable
        Makes the result of one piece; must depend on nothing else.
    after : callable
        Called in the background whenever a piece is done.
    """

    def __init__(self, work: Callable[[Piece], Result], after: Callable[[], None] = lambda: None) -> None:
        self._work, self._after = work, after
        self._todo: queue.SimpleQueue[_Job[Result] | None] = queue.SimpleQueue()
        self._jobs: list[_Job[Result]] = []
        self._early: _Job[Result] | None = None
        self._change = threading.Condition()
        self._failure: BaseException | None = None
        self._threads: list[threading.Thread] = []

    @property
    def waiting_s(self) -> float:
        """Seconds of sound that have no result yet."""
        with self._change:
            return self._waiting_s()

    def begin_early(self, cut: Cut, piece: Callable[[], Piece]) -> None:
        """Starts on a piece that is probably complete, where nothing else waits; it counts only if it becomes one."""
        with self._change:
            if self._waiting_s() > 0 or (self._early and (self._early.cut == cut or not self._early.done)):
                return
            self._early = _Job(cut, piece())
        self._start(self._early)

    def add(self, cut: Cut, piece: Piece) -> None:
        """A complete piece; the results come in the order of these calls."""
        with self._change:
            early, self._early = self._early, None
            if early and early.cut == cut:
                self._jobs.append(early)
                return
            if early:
                early.dropped = True
            job: _Job[Result] = _Job(cut, piece)
            self._jobs.append(job)
        self._start(job)

    def wait(self, behind_s: float, each: Callable[[], object] = lambda: None) -> None:
        """Returns once no more than `behind_s` seconds of sound wait; `each` is called whenever a piece is done."""
        with self._change:
            while self._waiting_s() > behind_s and self._failure is None:
                self._change.wait()
                each()

    def results(self) -> list[Result]:
        """What came of every piece, in order; raises what a piece failed with."""
        self.wait(0.0)
        if self._failure is not None:
            raise self._failure
        return [job.result for job in self._jobs if job.result is not None]

    def so_far(self) -> tuple[list[Result], int]:
        """What came of the first pieces, as far as all of them are done, and the sample at which they end."""
        with self._change:
            done = list(itertools.takewhile(lambda job: job.done, self._jobs))
        return [job.result for job in done if job.result is not None], done[-1].cut.end if done else 0

    def close(self) -> None:
        """Ends the threads; pieces not begun are left."""
        with self._change:
            for job in self._jobs:
                job.dropped = job.dropped or not job.done
            if self._early:
                self._early.dropped = True
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _waiting_s(self) -> float:
        return sum(job.cut.end - job.cut.start for job in self._jobs if not job.done) / RATE_HZ

    def _start(self, job: _Job[Result]) -> None:
        if len(self._threads) < min(4, os.cpu_count() or 1):
            thread = threading.Thread(target=self._run, name="transcriber", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._todo.put(job)

    def _run(self) -> None:
        while (job := self._todo.get()) is not None:
            try:
                if not job.dropped and self._failure is None:
                    job.result = self._work(job.piece)
            except BaseException as error:  # handed to whoever asks for the results
                self._failure = error
            with self._change:
                job.done = True
                del job.piece
                self._change.notify_all()
            try:
                self._after()
            except BaseException as error:
                self._failure = error

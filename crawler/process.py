"""Starting the crawling process, listening to it, and seeing that it ends."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import get_context
from time import monotonic
from types import TracebackType

from crawler import child
from crawler.records import Job, Told

PATIENCE = 10.0  # seconds that a stopped crawl gets to end in order
TICK = 0.5  # seconds between two looks at the clock while the process says nothing


class CrawlingProcess:
    """A crawl in a process of its own; a context manager that it does not outlive.

    ``stopped`` says whether it was asked to stop; ``exit_code`` is known after :meth:`messages` has ended.
    """

    def __init__(self, job: Job) -> None:
        context = get_context("spawn")
        self._line, self._far_end = context.Pipe()
        self._process = context.Process(
            target=child.run, args=(job, self._far_end), name=f"crawl-{job.run_id}", daemon=True
        )
        self.stopped = False
        self._patient_until = float("inf")

    def __enter__(self) -> CrawlingProcess:
        self._process.start()
        self._far_end.close()  # so that the end of the process is the end of the line
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.join(0 if kind else PATIENCE)
        if self._process.is_alive():
            self._process.kill()  # every record that was written is whole
            self._process.join()
        self._line.close()

    @property
    def exit_code(self) -> int | None:
        """How the process ended; a negative number is the signal that ended it."""
        self._process.join(PATIENCE)
        return self._process.exitcode

    def stop(self, why: str) -> None:
        """Ask the crawl to end in order, keeping what is there; the second time, end it at once."""
        if self.stopped:
            self._process.kill()
            return
        self.stopped = True
        self._patient_until = monotonic() + PATIENCE
        try:
            self._line.send(why)
        except OSError:
            return  # it has ended by itself

    def kill(self) -> None:
        """End the process at once, as a crash would."""
        self._process.kill()

    def hang_up(self) -> None:
        """Close the line, as the end of this program would; the process ends at its next look at it."""
        self._line.close()

    def messages(self) -> Iterator[Told]:
        """What the process tells, until it ends."""
        while True:
            try:
                while not self._line.poll(TICK):
                    if monotonic() > self._patient_until:
                        self._process.kill()
                told = self._line.recv()
            except (EOFError, OSError):
                return
            if not isinstance(told, Told):
                raise TypeError(f"the crawling process said {told!r}")
            yield told

"""How far a long command is, on the terminal; nothing where there is none."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evenhand.base.language import spoken
from evenhand.core.said import Said, said


def counting_progress() -> Progress:
    """A bar that counts, and the time that has passed."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    return Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


class StagedBar:
    """One bar for a run in stages.

    Args:
        progress: What it is shown on.
        stages: Stage → what is said of it.
    """

    def __init__(self, progress: Progress, stages: Mapping[str, Said]) -> None:
        self.progress, self.stages = progress, stages
        self.task = progress.add_task(spoken(said("Starting")), total=None)

    def stage(self, name: str) -> None:
        """A stage begins."""
        self.progress.update(self.task, description=spoken(self.stages[name]))

    def done(self, so_far: int, total: int) -> None:
        """So much of it is done."""
        self.progress.update(self.task, completed=so_far, total=total)

"""Sweeps: what is done again and again, from the state of things and never from a promise.

A sweep looks for what is due now and does it. One that was missed costs nothing: the next finds the
same. Of all processes one runs a sweep at a time; a row with a lease decides which.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q
from django.utils import timezone

from evenhand.base.models import SweepRun

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=10)
"""After that a runner that says nothing counts as dead, and another one takes over."""
_SOONEST: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Something to do again and again: how often, and what. It is told the time."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


def run_due(sweeps: Iterable[Sweep], *, runner: str, now: datetime | None = None) -> list[str]:
    """Run the sweeps that are due and that nobody else runs; gives their names."""
    return [one.name for one in sweeps if _run(one, runner, now or timezone.now())]


def _run(sweep: Sweep, runner: str, now: datetime) -> bool:
    if not _take(sweep, runner, now):
        return False
    mine = SweepRun.objects.filter(name=sweep.name, runner=runner)
    try:
        sweep.run(now)
    except Exception as error:
        # Any mistake in one sweep: the others go on, and this one is tried again soon.
        logger.exception("sweep %s failed", sweep.name)
        mine.update(
            next_at=now + min(sweep.every, _SOONEST),
            leased_until=None,
            failures=F("failures") + 1,
            error=type(error).__name__,
        )
    else:
        mine.update(next_at=now + sweep.every, leased_until=None, done_at=now, failures=0, error="")
    return True


def _take(sweep: Sweep, runner: str, now: datetime) -> bool:
    """Whether it is due and now ours. Most of the time it is not: that is asked without a lock."""
    due = SweepRun.objects.filter(name=sweep.name, next_at__lte=now).filter(
        Q(leased_until=None) | Q(leased_until__lt=now)
    )
    if not due.exists():
        if SweepRun.objects.filter(name=sweep.name).exists():
            return False
        SweepRun.objects.get_or_create(name=sweep.name, defaults={"next_at": now})
    return due.update(runner=runner, leased_until=now + LEASE) == 1

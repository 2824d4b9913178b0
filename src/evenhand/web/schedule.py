"""Everything that recurs, and how often. A feature's `jobs.py` has the functions; here is the list.

Each looks at how things stand and does what is due; it is told the time, and may be run twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from evenhand.base.schedule import Sweep
from evenhand.customers import jobs as customers
from evenhand.files import jobs as files
from evenhand.notices import jobs as notices
from evenhand.notices.from_events import make_from_events
from evenhand.register import jobs as register
from evenhand.web import jobs

SWEEPS: Final = (
    Sweep("notices.from_events", timedelta(seconds=15), make_from_events),
    Sweep("notices.deliver", timedelta(seconds=15), notices.deliver_due),
    Sweep("notices.digests", timedelta(minutes=5), notices.send_digests),
    Sweep("files.scan", timedelta(seconds=30), files.scan_pending),
    Sweep("files.orphans", timedelta(hours=6), files.sweep_orphans),
    Sweep("customers.erasures", timedelta(minutes=10), customers.finish_erasures),
    Sweep("register.checkpoint", timedelta(hours=1), register.publish_checkpoint),
    Sweep("register.witness", timedelta(minutes=10), register.send_to_witnesses),
    Sweep("register.stamp", timedelta(minutes=10), register.stamp_checkpoint),
    Sweep("register.verify", timedelta(days=1), register.verify_daily),
    Sweep("register.forget_keys", timedelta(hours=6), register.forget_keys),
    Sweep("jobs.reap", timedelta(minutes=1), jobs.reap),
    Sweep("jobs.forget", timedelta(hours=6), jobs.forget_finished_jobs),
    Sweep("once.forget", timedelta(hours=1), jobs.forget_form_keys),
    Sweep("sessions.forget", timedelta(hours=1), jobs.forget_sessions),
    Sweep("attempts.forget", timedelta(hours=6), jobs.forget_attempts),
    Sweep("cache.forget", timedelta(minutes=10), jobs.forget_cached),
)

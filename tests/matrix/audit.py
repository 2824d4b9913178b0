"""The audit trail."""

from evenhand.audit.models import Event
from evenhand.people.models import User
from tests.cast import Cast
from tests.matrix.rows import Row, at

READERS = frozenset({"head", "general_manager", "auditor", "administrator"})
EVERYWHERE = frozenset({"general_manager", "auditor", "administrator"})
THEIRS = {"own": READERS, "other": EVERYWHERE}
"""About oneself; about somebody of another outlet. (`head` heads a department, not an outlet.)"""


def _event(_cast: Cast, whose: User) -> str:
    found = Event.objects.filter(subject=whose.public_id, kind="people.post_begun").first()
    assert found is not None
    return found.public_id


ROWS = (
    Row("audit", READERS, at("/audit/")),
    Row("audit_event", THEIRS, lambda cast, whose: f"/audit/{_event(cast, whose)}/"),
    Row("audit_export", READERS, at("/audit/export"), method="post"),
    Row("audit_list_events", READERS, at("/api/v1/events")),
    Row("audit_read_event", THEIRS, lambda cast, whose: f"/api/v1/events/{_event(cast, whose)}"),
)

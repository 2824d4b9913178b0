"""What is counted, in all processes of a server together."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Histogram

_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS: Final = Counter(
    "evenhand_requests_total", "Requests answered.", ["view", "method", "status"]
)
DURATION: Final = Histogram(
    "evenhand_request_seconds", "How long answers took.", ["view"], buckets=_SECONDS
)
QUEUE_WAIT: Final = Histogram(
    "evenhand_write_queue_seconds",
    "How long writers stood in line before the embedded database.",
    buckets=_SECONDS,
)

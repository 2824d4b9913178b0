"""Pages that belong to no feature."""

from tests.matrix.rows import ALL, Row, at

ROWS = (
    Row("today", ALL, at("/")),
    Row("menu", ALL, at("/menu/")),
    Row("theme", ALL, at("/theme"), method="post", body=lambda *_: {"theme": "dark"}),
    Row("language", ALL, at("/language"), method="post", body=lambda *_: {"language": "zh"}),
    Row("settings", frozenset({"administrator"}), at("/settings/")),
    Row("api:api-root", ALL, at("/api/v1/")),
    Row("api:openapi-json", ALL, at("/api/v1/openapi.json")),
    Row("api:openapi-view", ALL, at("/api/v1/docs")),
)

OPEN_TO_ALL = {
    *("language", "demonstration", "help", "help_page"),
    *("welcome", "welcome_link", "switch", "lock", "verify"),
    *("checkpoint", "checkpoint_of", "consistency", "time_stamp", "add_checkpoint"),
}
"""Addresses that answer whoever comes; `demonstration` is not there in a real company."""

"""People and outlets."""

from tests.matrix.rows import ALL, Row, at

ROWS = (Row("people_read_me", ALL, at("/api/v1/me")),)

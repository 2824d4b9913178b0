"""People and outlets for programs."""

from __future__ import annotations

from ninja import Router

from evenhand.people.api import company, doors, me, people, periods, places

router = Router()
for _part in (me, people, periods, places, company, doors):
    router.add_router("", _part.router)

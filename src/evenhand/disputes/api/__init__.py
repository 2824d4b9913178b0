"""Disputes for programs: dossiers that are handed in, and those of the register."""

from __future__ import annotations

from ninja import Router

from evenhand.disputes.api import of_register, trials

router = Router(tags=["disputes"])
router.add_router("", trials.router)
router.add_router("", of_register.router)

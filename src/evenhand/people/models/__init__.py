"""Outlets, departments, ranks, people, their roles, posts and absences, and calendars."""

from __future__ import annotations

from evenhand.people.models.access import ApiToken, Device, FactorReset, OneTimeLink, Pin
from evenhand.people.models.calendar import CalendarDay
from evenhand.people.models.outlets import Department, Outlet, Rank
from evenhand.people.models.people import User, UserManager, UserSet
from evenhand.people.models.periods import Absence, PeriodSet, Post, RoleGrant

__all__ = [
    "Absence",
    "ApiToken",
    "CalendarDay",
    "Department",
    "Device",
    "FactorReset",
    "OneTimeLink",
    "Outlet",
    "PeriodSet",
    "Pin",
    "Post",
    "Rank",
    "RoleGrant",
    "User",
    "UserManager",
    "UserSet",
]

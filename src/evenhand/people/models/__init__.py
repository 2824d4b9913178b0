"""Outlets, departments, ranks, people, their roles, posts and absences, and calendars."""

from __future__ import annotations

from evenhand.people.models.calendar import CalendarDay
from evenhand.people.models.outlets import Department, Outlet, Rank
from evenhand.people.models.people import User, UserManager, UserSet
from evenhand.people.models.periods import Absence, PeriodSet, Post, RoleGrant

__all__ = [
    "Absence",
    "CalendarDay",
    "Department",
    "Outlet",
    "PeriodSet",
    "Post",
    "Rank",
    "RoleGrant",
    "User",
    "UserManager",
    "UserSet",
]

"""What is done about people and outlets."""

from __future__ import annotations

from evenhand.people.actions.absences import cancel_absence, record_absence
from evenhand.people.actions.calendar import clear_calendar_day, set_calendar_day
from evenhand.people.actions.company import change_company
from evenhand.people.actions.outlets import (
    add_department,
    change_outlet,
    close_department,
    close_outlet,
    open_outlet,
    rename_department,
)
from evenhand.people.actions.people import (
    add_person,
    change_person,
    deactivate_person,
    prefer,
    reactivate_person,
)
from evenhand.people.actions.posts import begin_post, end_post, leave_company
from evenhand.people.actions.ranks import add_rank, change_rank
from evenhand.people.actions.roles import end_role, grant_role
from evenhand.people.changes import subject_of

__all__ = [
    "add_department",
    "add_person",
    "add_rank",
    "begin_post",
    "cancel_absence",
    "change_company",
    "change_outlet",
    "change_person",
    "change_rank",
    "clear_calendar_day",
    "close_department",
    "close_outlet",
    "deactivate_person",
    "end_post",
    "end_role",
    "grant_role",
    "leave_company",
    "open_outlet",
    "prefer",
    "reactivate_person",
    "record_absence",
    "rename_department",
    "set_calendar_day",
    "subject_of",
]

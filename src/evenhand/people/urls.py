"""Addresses of people and outlets."""

from __future__ import annotations

from django.urls import path, register_converter

from evenhand.base.ids import PublicIdConverter
from evenhand.people.views import (
    absences,
    calendar,
    company,
    outlets,
    people,
    posts,
    profile,
    ranks,
    roles,
)

register_converter(PublicIdConverter, "public_id")

_PERSON = "people/<public_id:public_id>/"
_OUTLET = "outlets/<public_id:public_id>/"
_CALENDAR = "calendar/<str:country>/"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new", people.new_person, name="new_person"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}change", people.change, name="person_change"),
    path(f"{_PERSON}deactivation", people.deactivation, name="person_deactivation"),
    path(f"{_PERSON}reactivation", people.reactivation, name="person_reactivation"),
    path(f"{_PERSON}leaving", posts.leaving, name="person_leaving"),
    path(f"{_PERSON}posts/new", posts.new_post, name="new_post"),
    path(f"{_PERSON}posts/<public_id:post_id>/end", posts.post_end, name="post_end"),
    path(f"{_PERSON}roles/new", roles.new_role, name="new_role"),
    path(f"{_PERSON}roles/<public_id:grant_id>/end", roles.role_end, name="role_end"),
    path(f"{_PERSON}absences/new", absences.new_absence, name="new_absence"),
    path(
        f"{_PERSON}absences/<public_id:absence_id>/cancellation",
        absences.absence_cancellation,
        name="absence_cancellation",
    ),
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlets/new", outlets.new_outlet, name="new_outlet"),
    path(_OUTLET, outlets.outlet, name="outlet"),
    path(f"{_OUTLET}change", outlets.outlet_change, name="outlet_change"),
    path(f"{_OUTLET}closure", outlets.outlet_closure, name="outlet_closure"),
    path(f"{_OUTLET}departments/new", outlets.new_department, name="new_department"),
    path(
        f"{_OUTLET}departments/<public_id:department_id>/change",
        outlets.department_change,
        name="department_change",
    ),
    path(
        f"{_OUTLET}departments/<public_id:department_id>/closure",
        outlets.department_closure,
        name="department_closure",
    ),
    path("ranks/", ranks.ranks, name="ranks"),
    path("ranks/new", ranks.new_rank, name="new_rank"),
    path("ranks/<public_id:public_id>/change", ranks.rank_change, name="rank_change"),
    path("calendar/", calendar.calendar, name="calendar"),
    path(f"{_CALENDAR}<int:year>/", calendar.calendar_year, name="calendar_year"),
    path(f"{_CALENDAR}<int:year>/day", calendar.calendar_day, name="calendar_day"),
    path(
        f"{_CALENDAR}days/<str:day>/removal",
        calendar.calendar_day_removal,
        name="calendar_day_removal",
    ),
    path("settings/company", company.company_settings, name="company_settings"),
    path("profile/", profile.profile, name="profile"),
]

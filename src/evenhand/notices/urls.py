"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from evenhand.notices import profile, views

urlpatterns = [
    path("notices/", views.list_notices, name="notices"),
    path("notices/read", views.read_all, name="notices_read"),
    path("notices/<str:public_id>/read", views.read, name="notice_read"),
    path("profile/notices/", profile.wishes, name="notice_preferences"),
    path("profile/notices/wishes", profile.save_wishes, name="notice_preferences_save"),
    path("profile/notices/hours", profile.save_hours, name="notice_hours"),
    path("profile/notices/addresses", profile.add_address, name="im_addresses"),
    path(
        "profile/notices/addresses/<str:public_id>/removal",
        profile.remove_address,
        name="im_address_removal",
    ),
    path(
        "profile/notices/addresses/<str:public_id>/test",
        profile.try_address,
        name="im_address_test",
    ),
    path("settings/notices/", profile.channels, name="notice_channels"),
    path("settings/notices/test", profile.try_company_mail, name="mail_test"),
]

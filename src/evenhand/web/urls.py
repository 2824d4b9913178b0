"""Every address of the application."""

from __future__ import annotations

from django.urls import include, path

from evenhand.web import api, cards, views

urlpatterns = [
    path("", views.today, name="today"),
    path("menu/", views.menu, name="menu"),
    path("language", views.choose_language, name="language"),
    path("theme", views.choose_theme, name="theme"),
    path("help/", views.help_contents, name="help"),
    path("help/<slug:slug>/", views.help_on, name="help_page"),
    path("account/", include("evenhand.people.account_urls")),
    path("", include("evenhand.people.door_urls")),
    path("", include("evenhand.people.urls")),
    path("settings/", cards.settings_page, name="settings"),
    path("api/v1/", api.addresses()),
    path("audit/", include("evenhand.insight.urls")),
    path("policy/", include("evenhand.policies.urls")),
    path("files/", include("evenhand.files.urls")),
    path("", include("evenhand.notices.urls")),
    path("", include("evenhand.customers.urls")),
    path("register/", include("evenhand.register.urls")),
    path("witness/", include("evenhand.register.witness_urls")),
    path("", include("evenhand.disputes.urls")),
    path("demonstration/", include("evenhand.demo.urls")),
]

handler400 = "evenhand.web.errors.bad_request"
handler403 = "evenhand.web.errors.forbidden"
handler404 = "evenhand.web.errors.not_found"
handler429 = "evenhand.web.errors.too_many"

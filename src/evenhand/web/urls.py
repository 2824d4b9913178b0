"""Every address of the application."""

from __future__ import annotations

from django.urls import include, path

from evenhand.web import api, views

urlpatterns = [
    path("", views.today, name="today"),
    path("menu/", views.menu, name="menu"),
    path("language", views.choose_language, name="language"),
    path("theme", views.choose_theme, name="theme"),
    path("account/", include("evenhand.people.account_urls")),
    path("api/v1/", api.addresses()),
    path("demonstration/", include("evenhand.demo.urls")),
]

handler400 = "evenhand.web.errors.bad_request"
handler403 = "evenhand.web.errors.forbidden"
handler404 = "evenhand.web.errors.not_found"
handler429 = "evenhand.web.errors.too_many"

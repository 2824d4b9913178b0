"""Addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from evenhand.insight import views

urlpatterns = [
    path("", views.audit, name="audit"),
    path("export", views.export, name="audit_export"),
    path("<str:public_id>/", views.event, name="audit_event"),
]

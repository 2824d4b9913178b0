"""Addresses of disputes."""

from __future__ import annotations

from django.urls import path

from evenhand.disputes import views

urlpatterns = [
    path("rule/", views.rule, name="rule"),
    path("rule/paper", views.paper, name="ruling_paper"),
    path("rule/record", views.record, name="ruling_record"),
    path("rule/text", views.markdown, name="ruling_text"),
    path("replay/", views.replay, name="replay"),
]

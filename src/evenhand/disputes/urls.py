"""Addresses of disputes."""

from __future__ import annotations

from django.urls import path

from evenhand.disputes.views import entered, rule

urlpatterns = [
    path("rule/", rule.rule, name="rule"),
    path("rule/paper", rule.paper, name="ruling_paper"),
    path("rule/record", rule.record, name="ruling_record"),
    path("rule/text", rule.markdown, name="ruling_text"),
    path("replay/", rule.replay, name="replay"),
    path("disputes/contested/", entered.contested, name="contested"),
    path("disputes/contested/<str:public_id>/rulings", entered.enter, name="entered_rulings"),
    path("disputes/rulings/<str:public_id>/", entered.entered_ruling, name="entered_ruling"),
    path("disputes/rulings/<str:public_id>/record", entered.entered_record, name="entered_record"),
]

"""Addresses of policies."""

from __future__ import annotations

from django.urls import path

from evenhand.policies.views import adoptions, in_force, texts

urlpatterns = [
    path("", in_force.policy, name="policy"),
    path("texts/", texts.texts, name="policy_texts"),
    path("texts/new", texts.new_text, name="new_policy_text"),
    path("texts/<str:public_id>/", texts.text, name="policy_text"),
    path("texts/<str:public_id>/examples", texts.examples, name="policy_examples"),
    path("texts/<str:public_id>/remarks", texts.remarks, name="policy_remarks"),
    path("texts/<str:public_id>/policy.yaml", texts.file, name="policy_file"),
    path("texts/<str:public_id>/adoption", adoptions.new_adoption, name="new_adoption"),
    path("comparison", texts.comparison, name="policy_comparison"),
    path("adoptions/", adoptions.adoptions, name="adoptions"),
    path("adoptions/<str:public_id>/", adoptions.adoption, name="adoption"),
    path("adoptions/<str:public_id>/adopted", adoptions.adopt, name="adopt_policy"),
    path("adoptions/<str:public_id>/rejected", adoptions.reject, name="reject_adoption"),
    path("adoptions/<str:public_id>/withdrawn", adoptions.withdraw, name="withdraw_adoption"),
]

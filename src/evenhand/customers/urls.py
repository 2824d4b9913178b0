"""Addresses of customers, and of entering what happened with them."""

from __future__ import annotations

from django.urls import path

from evenhand.customers import views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/suggestions", views.suggestions, name="suggestions"),
    path("customers/<public_id:public_id>/", views.customer, name="customer"),
    path("customers/<public_id:public_id>/erasure/", views.erasure, name="erasure"),
    path("customers/<public_id:public_id>/holds/", views.new_hold, name="new_hold"),
    path(
        "customers/<public_id:public_id>/holds/<public_id:hold>/end",
        views.end_of_hold,
        name="end_of_hold",
    ),
    path("register/new/", views.new_entry, name="new_entry"),
    path("register/<int:number>/correction/", views.correction, name="correction"),
]

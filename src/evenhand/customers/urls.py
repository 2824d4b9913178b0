"""Addresses of customers, and of entering what happened with them."""

from __future__ import annotations

from django.urls import path

from evenhand.customers import views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/suggestions", views.suggestions, name="suggestions"),
    path("customers/<public_id:public_id>/", views.customer, name="customer"),
    path("register/new/", views.new_entry, name="new_entry"),
    path("register/<int:number>/correction/", views.correction, name="correction"),
]

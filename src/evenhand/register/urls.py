"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from evenhand.register import views

urlpatterns = [
    path("", views.book, name="book"),
    path("verify/", views.verify, name="verify"),
    path("<int:number>/", views.entry, name="entry"),
    path("<int:number>/receipt", views.receipt, name="receipt"),
    path("<int:number>/code", views.code, name="code"),
]

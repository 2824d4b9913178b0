"""Addresses of the demonstration."""

from __future__ import annotations

from django.urls import path

from evenhand.demo import views

urlpatterns = [path("", views.door, name="demonstration")]

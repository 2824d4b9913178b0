"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from evenhand.register import published, views

urlpatterns = [
    path("", views.book, name="book"),
    path("verify/", views.verify, name="verify"),
    path("checkpoint", published.checkpoint, name="checkpoint"),
    path("checkpoint/<int:size>", published.checkpoint_of, name="checkpoint_of"),
    path("checkpoint/<int:size>/time-stamp", published.time_stamp, name="time_stamp"),
    path("consistency/<int:old>/<int:new>", published.consistency, name="consistency"),
    path("<int:number>/", views.entry, name="entry"),
    path("<int:number>/receipt", views.receipt, name="receipt"),
    path("<int:number>/code", views.code, name="code"),
]

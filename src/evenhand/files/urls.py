"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from evenhand.files import views

urlpatterns = [
    path("", views.list_files, name="files"),
    path("<str:public_id>", views.read_file, name="file"),
    path("<str:public_id>/shown", views.show_picture, name="file_shown"),
    path("<str:public_id>/removal", views.remove, name="file_removal"),
]

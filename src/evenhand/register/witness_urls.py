"""Where other registers have their checkpoints signed."""

from __future__ import annotations

from django.urls import path

from evenhand.register import witnessing

urlpatterns = [path("add-checkpoint", witnessing.add_checkpoint, name="add_checkpoint")]

"""Addresses of what lets people in."""

from __future__ import annotations

from django.urls import path

from evenhand.people import device_views, door_views

urlpatterns = [
    path("people/<public_id>/access", door_views.access, name="person_access"),
    path("people/<public_id>/sign-out", door_views.sign_out_person, name="person_sign_out"),
    path("people/<public_id>/factor-reset", door_views.ask_reset, name="person_factor_reset"),
    path("factor-resets/", door_views.factor_resets, name="factor_resets"),
    path("factor-resets/<public_id>/confirm", door_views.confirm_reset, name="factor_confirm"),
    path("factor-resets/<public_id>/withdraw", door_views.withdraw_reset, name="factor_withdraw"),
    path("welcome/", door_views.welcome, name="welcome"),
    path("welcome/<secret>", door_views.take_link, name="welcome_link"),
    path("profile/tokens/", door_views.tokens, name="tokens"),
    path("tokens/", door_views.all_tokens, name="all_tokens"),
    path("tokens/<public_id>/revoke", door_views.end_token, name="token_revoke"),
    path("devices/", device_views.devices, name="devices"),
    path("devices/<public_id>/revoke", device_views.end_device, name="device_revoke"),
    path("switch/", device_views.switch, name="switch"),
    path("lock", device_views.lock, name="lock"),
    path("profile/pin", device_views.pin, name="pin"),
]

"""Addresses of what lets people in."""

from __future__ import annotations

from django.urls import path

from evenhand.people.views import devices, doors

urlpatterns = [
    path("people/<public_id>/access", doors.access, name="person_access"),
    path("people/<public_id>/sign-out", doors.sign_out_person, name="person_sign_out"),
    path("people/<public_id>/factor-reset", doors.ask_reset, name="person_factor_reset"),
    path("factor-resets/", doors.factor_resets, name="factor_resets"),
    path("factor-resets/<public_id>/confirm", doors.confirm_reset, name="factor_confirm"),
    path("factor-resets/<public_id>/withdraw", doors.withdraw_reset, name="factor_withdraw"),
    path("welcome/", doors.welcome, name="welcome"),
    path("welcome/<secret>", doors.take_link, name="welcome_link"),
    path("profile/tokens/", doors.tokens, name="tokens"),
    path("tokens/", doors.all_tokens, name="all_tokens"),
    path("tokens/<public_id>/revoke", doors.end_token, name="token_revoke"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<public_id>/revoke", devices.end_device, name="device_revoke"),
    path("switch/", devices.switch, name="switch"),
    path("lock", devices.lock, name="lock"),
    path("profile/pin", devices.pin, name="pin"),
]

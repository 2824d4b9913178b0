"""What each kind of event says, in one sentence: who did what to whom.

Every kind that an action records has one here; tests/house/ looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise]] = {
    "audit.exported": _("{by} exported events of the audit trail."),
    "base.company_changed": _("{by} changed the settings of the company."),
    "base.company_founded": _("The company {name} was set up."),
    "customers.customer_added": _("{by} added a customer: {subject}."),
    "customers.customer_erased": _("{by} erased what was known of the customer {subject}."),
    "customers.customers_added": _("{by} took over customers from a list."),
    "customers.hold_ended": _("{by} ended a hold on the customer {subject}."),
    "customers.hold_placed": _("{by} put a hold on the customer {subject}."),
    "demo.history_written": _("{by} wrote the past of the demonstration into the register."),
    "demo.signed_in": _("{by} came in by the door of the demonstration."),
    "disputes.ruling_entered": _("{by} entered a ruling in the register: {subject}."),
    "files.file_attached": _("{by} attached {subject}."),
    "files.file_removed": _("{by} removed {subject}."),
    "files.file_scanned": _("{subject} was looked through for malware."),
    "notices.hours_chosen": _("{by} chose when notices may come."),
    "notices.im_address_added": _("{by} added an address for messages: {subject}."),
    "notices.im_address_removed": _("{by} removed an address for messages: {subject}."),
    "notices.test_sent": _("{by} sent a test message."),
    "notices.wishes_chosen": _("{by} chose how notices come."),
    "people.absence_cancelled": _("{by} cancelled an absence of {subject}."),
    "people.absence_recorded": _("{by} recorded an absence of {subject}."),
    "people.calendar_day_cleared": _("{by} took a day of the calendar back: {subject}."),
    "people.calendar_day_set": _("{by} set a day of the calendar: {subject}."),
    "people.department_added": _("{by} added the department {subject}."),
    "people.department_closed": _("{by} closed the department {subject}."),
    "people.department_renamed": _("{by} renamed the department {subject}."),
    "people.device_registered": _("{by} registered a shared device of {subject}."),
    "people.device_revoked": _("{by} revoked the shared device {subject}."),
    "people.factor_added": _("{by} set up a second factor."),
    "people.factor_failed": _("A wrong second factor was shown for {subject}."),
    "people.factor_removed": _("{by} removed a second factor of {subject}."),
    "people.factor_reset_asked": _("{by} asked to remove the second factor of {subject}."),
    "people.factor_reset_confirmed": _(
        "{by} confirmed that the second factor of {subject} is removed."
    ),
    "people.factor_reset_withdrawn": _(
        "{by} withdrew the removal of the second factor of {subject}."
    ),
    "people.link_made": _("{by} made a sign-in link for {subject}."),
    "people.link_used": _("{by} set a password by a sign-in link."),
    "people.password_changed": _("{by} chose another password."),
    "people.locked_out": _(
        "Too many failed attempts: signing in as {subject} is locked for a while."
    ),
    "people.outlet_changed": _("{by} changed the outlet {subject}."),
    "people.outlet_closed": _("{by} closed the outlet {subject}."),
    "people.outlet_opened": _("{by} opened the outlet {subject}."),
    "people.person_added": _("{by} added {subject}."),
    "people.person_changed": _("{by} changed what is known of {subject}."),
    "people.person_deactivated": _("{by} shut {subject} out."),
    "people.person_left": _("{by} recorded that {subject} left the company."),
    "people.person_reactivated": _("{by} let {subject} in again."),
    "people.pin_failed": _("A wrong PIN was entered for {subject}."),
    "people.pin_locked": _("Too many wrong PINs: the PIN of {subject} is locked."),
    "people.pin_set": _("{by} set a PIN for shared devices."),
    "people.post_begun": _("{by} put {subject} in a post."),
    "people.post_ended": _("{by} ended a post of {subject}."),
    "people.preference_set": _("{by} chose how Evenhand speaks and looks."),
    "people.rank_added": _("{by} added the rank {subject}."),
    "people.rank_changed": _("{by} changed the rank {subject}."),
    "people.recovery_codes_made": _("{by} made recovery codes for the second factor."),
    "people.rescued": _(
        "Whoever keeps the machine let {subject} in again: second factors and sessions are gone."
    ),
    "people.role_ended": _("{by} ended a role of {subject}."),
    "people.role_granted": _("{by} gave {subject} a role."),
    "people.sessions_ended": _("{by} signed {subject} out everywhere."),
    "people.sign_in_failed": _("Signing in as {subject} failed."),
    "people.signed_in": _("{by} signed in."),
    "people.signed_out": _("{by} signed out."),
    "people.signed_out_everywhere": _("{by} signed out on every device."),
    "people.switched": _("{by} took over a shared device: {subject}."),
    "people.token_made": _("{by} made an API token."),
    "people.token_revoked": _("{by} revoked an API token of {subject}."),
    "policies.adopted": _("{by} put {subject} in force."),
    "policies.adoption_proposed": _("{by} proposed to adopt {subject}."),
    "policies.adoption_rejected": _("{by} rejected the proposal to adopt {subject}."),
    "policies.adoption_withdrawn": _("{by} withdrew {subject}."),
    "policies.text_taken_in": _("{by} took in the policy text {subject}."),
    "register.altered": _("{subject} is not as it was recorded."),
    "register.checkpoint_refused": _("The witness {subject} does not confirm the register."),
    "register.import_begun": _("{by} began to import an old register: {subject}."),
    "register.imported": _("{by} imported an old register: {subject}."),
    "register.split_seen": _("{subject}, which is watched, showed two states of one size."),
    "register.stamp_refused": _("The checkpoint of {subject} entries was not time-stamped."),
    "register.watched": _("{by} had Evenhand watch the register {subject}."),
    "register.witness_added": _("{by} added a witness of the register: {subject}."),
    "register.witness_ended": _("{by} ended a witness of the register: {subject}."),
    "web.job_failed": _("A background job failed for good: {subject}."),
}

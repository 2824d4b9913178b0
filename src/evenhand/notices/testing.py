"""Trying out whether messages arrive: sent at once, so that whoever asked sees what came of it."""

from __future__ import annotations

from evenhand.core.said import said
from evenhand.notices.actions import note_test
from evenhand.notices.models import Channel, ImAddress, Notice
from evenhand.notices.sending import Failed, mail_is_set, send_im, send_mail
from evenhand.people.models import User


def try_mail(*, by: User) -> Failed | None:
    """Send a test mail to whoever asks. None if it left."""
    failed = send_mail(by, [_test(by)]) if mail_is_set() else Failed(said("no mail is set up"))
    note_test(channel=Channel.mail, by=by, why=str(failed.why) if failed else "")
    return failed


def try_im(address: ImAddress, *, by: User) -> Failed | None:
    """Send a test message to a chat. None if it arrived."""
    failed = send_im(address, [_test(by)], language=by.language)
    note_test(channel=Channel.im, by=by, address=address, why=str(failed.why) if failed else "")
    return failed


def _test(by: User) -> Notice:
    return Notice(
        recipient=by, kind="notices.test", link="/profile/notices/", values={"by": by.name}
    )

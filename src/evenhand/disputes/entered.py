"""A ruling that was entered: ruled again from its record, and compared with the register."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evenhand.core.errors import NotFound, RecordRefused
from evenhand.core.policy.places import locate
from evenhand.core.ruling.recorded import read_record
from evenhand.core.ruling.restore import dossier_of
from evenhand.core.ruling.ruling import governing_date, rule
from evenhand.disputes.from_register import names_of_people
from evenhand.disputes.models import RulingRecord
from evenhand.disputes.offers import policy_recorded
from evenhand.disputes.replaying import Replayed, replay_record
from evenhand.disputes.trial import Trial
from evenhand.people.models import User
from evenhand.register.models import Payload


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at an entered ruling found.

    `replayed`: None where the record cannot be ruled again, and `refused` says why. `in_register`:
    the SHA-256 that stands in the register, empty where the content of the entry was erased.
    """

    record: RulingRecord
    in_register: str
    replayed: Replayed | None = None
    refused: str = ""

    @property
    def is_as_entered(self) -> bool:
        """Whether the record is the one whose SHA-256 stands in the register."""
        return self.replayed is not None and self.in_register == self.replayed.record_sha256

    @property
    def holds(self) -> bool:
        """Whether it also comes out the same when it is ruled again."""
        return self.is_as_entered and self.replayed is not None and self.replayed.is_identical


def check_record(record: RulingRecord, user: User) -> Checked:
    """Rule an entered ruling again, and look at what the register says."""
    payload = Payload.objects.filter(entry=record.entry_id).first()
    in_register = payload.content.get("fields", {}).get("record", "") if payload else ""
    try:
        replayed = replay_record(record.record.encode(), user)
    except (RecordRefused, NotFound) as error:
        return Checked(record, in_register, refused=error.said)
    return Checked(record, in_register, replayed)


def trial_of(record: RulingRecord, user: User) -> Trial:
    """The ruling of a record with its reasons. Raises RecordRefused, NotFound."""
    read = read_record(record.record.encode())
    policy = policy_recorded(user, read)
    version = policy.version(read.ruled_on.policy.version)
    dossier = dossier_of(read.ruled_on.dossier, version)
    known = names_of_people()
    others = {id_: known.get(id_, id_) for id_ in dossier.strangers}
    dossier = replace(dossier, labels={**others, **dossier.labels})
    ruling = rule(policy, version, dossier, governing_date(version, dossier))
    return Trial("", locate("{}", "record"), ruling, None)

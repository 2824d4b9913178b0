"""The tree of deliberate errors: each is named by the fact, says what, where, why, what to do.

EvenhandError
├── PolicyRefused      a policy file has problems (all of them, with places)
├── DossierRefused     a dossier has problems (all of them, with places)
├── AnswersRefused     the answers about a new policy have problems
├── ContactsRefused    a contact file or its mapping cannot be used
├── EntriesRefused     what somebody wants to enter has problems
├── ImportRefused      an old register cannot be taken in, or its mapping cannot be used
├── PayloadRefused     what an entry says has no canonical form
├── ReceiptRefused     a receipt, or another proof of the register, cannot be read
├── CheckpointRefused  a checkpoint or a verifier key cannot be read, or cannot be signed
├── ModelRefused       a match model cannot be read, or its data cannot be matched
├── NotFound           a policy, version or file that was named does not exist
├── NoVersionInForce   no version of the policy governs the date of the dispute
├── TooLarge           an input is beyond a stated bound
├── RunRefused         a bulk run cannot start or go on as asked
├── RecordRefused      a ruling record was altered, cannot be read, or cannot be written
├── RecordDiffers      what is recomputed is not what the ruling record says
├── ExamplesFail       the examples of a policy do not hold, so they say nothing of its mutants
├── AlreadyThere       what was to be written is there already
├── SettingsRefused    the environment or the keys of an installation cannot be used
├── BackupRefused      a backup cannot be made, is damaged, or may not be put in place
├── FileRefused        a file that was handed in is not taken
├── ImRefused          a chat address cannot be used
├── NotAllowed         who asks may not do this
└── Conflict           what was asked does not fit how things stand now
"""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.said import Said, nsaid, together


class EvenhandError(Exception):
    """Any error that Evenhand raises on purpose; `said` is fit for a person to read."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a user's file: what, where and what to do.

    `line` and `column` count from 1; 0 means that the place is not known.
    """

    message: str
    source: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""

    @property
    def said(self) -> Said:
        """Place, what is wrong and what to do."""
        place = ":".join(
            str(part) for part in (self.source, self.line, self.column) if part not in ("", 0)
        )
        text = together([place, self.message] if place else [self.message], ": ")
        return together([text, self.hint], "\n    ") if self.hint else text

    def __str__(self) -> str:
        return str(self.said)


class Refused(EvenhandError):
    """A user's file was refused; `problems` holds everything wrong with it, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.source, p.line, p.column))
        counted = self.counted(len(self.problems))
        super().__init__(together([counted, *(one.said for one in self.problems)], "\n"))

    @classmethod
    def counted(cls, count: int) -> Said:
        """What was refused, for how many problems."""
        return nsaid("file refused: {count} problem", "file refused: {count} problems", count)


class PolicyRefused(Refused):
    """A policy file has problems; nothing of it was loaded."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("policy refused: {count} problem", "policy refused: {count} problems", count)


class DossierRefused(Refused):
    """A dossier has problems; nothing was ruled."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("dossier refused: {count} problem", "dossier refused: {count} problems", count)


class AnswersRefused(Refused):
    """The answers about a new policy have problems; nothing was written."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("answers refused: {count} problem", "answers refused: {count} problems", count)


class ContactsRefused(Refused):
    """A contact file or its mapping has problems; nothing was ruled."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid(
            "contacts refused: {count} problem", "contacts refused: {count} problems", count
        )


class EntriesRefused(Refused):
    """What somebody wants to enter has problems; nothing of it was entered."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("not entered: {count} problem", "not entered: {count} problems", count)


class ImportRefused(Refused):
    """A file of an old register, or its mapping, has problems; nothing of it was entered."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("not imported: {count} problem", "not imported: {count} problems", count)


class PayloadRefused(EvenhandError):
    """What an entry says has no canonical form, so that nothing can commit to it."""


class ReceiptRefused(Refused):
    """A receipt, or another proof of the register, has problems; nothing was verified."""

    @classmethod
    def counted(cls, count: int) -> Said:
        return nsaid("receipt refused: {count} problem", "receipt refused: {count} problems", count)


class CheckpointRefused(EvenhandError):
    """A checkpoint or a verifier key cannot be read, or a checkpoint cannot be signed."""


class ModelRefused(EvenhandError):
    """A match model cannot be read, was altered, or asks for what no comparison knows."""


class NotFound(EvenhandError):
    """A policy, version or file that was named does not exist."""


class NoVersionInForce(EvenhandError):
    """No version of the policy governs the date of the dispute."""


class TooLarge(EvenhandError):
    """An input is beyond a stated bound."""


class RunRefused(EvenhandError):
    """A bulk run cannot start or go on as asked."""


class RecordRefused(EvenhandError):
    """A ruling record was altered, cannot be read, or cannot be written."""


class RecordDiffers(EvenhandError):
    """What is recomputed from a ruling record is not what it says."""


class ExamplesFail(EvenhandError):
    """The examples of a policy do not hold of it, so they say nothing about its mutants."""


class AlreadyThere(EvenhandError):
    """What was to be written is there already; nothing was overwritten."""


class SettingsRefused(EvenhandError):
    """The environment or the keys of an installation cannot be used; nothing was started."""


class BackupRefused(EvenhandError):
    """A backup cannot be made, is damaged, or may not be put in the place of what is there."""


class FileRefused(EvenhandError):
    """A file that was handed in is not taken; nothing of it was kept."""


class ImRefused(EvenhandError):
    """A chat address cannot be used; nothing was kept of it, and nothing was sent."""


class NotAllowed(EvenhandError):
    """Who asks may not do this; nothing was changed."""


class Conflict(EvenhandError):
    """What was asked does not fit how things stand now; nothing was changed."""

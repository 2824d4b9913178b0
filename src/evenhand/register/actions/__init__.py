"""What is done with the register: entries are added, its state is signed, witnesses are told."""

from __future__ import annotations

from evenhand.register.actions.entries import (
    Added,
    Answer,
    Recorded,
    Wanted,
    append_each,
    append_entries,
    append_history,
    append_many,
    make_checkpoint,
)
from evenhand.register.actions.stamps import note_stamp
from evenhand.register.actions.witnesses import (
    add_witness,
    end_witness,
    note_altered,
    note_answer,
    note_split,
    remember_checkpoint,
    watch_register,
)

__all__ = [
    "Added",
    "Answer",
    "Recorded",
    "Wanted",
    "add_witness",
    "append_each",
    "append_entries",
    "append_history",
    "append_many",
    "end_witness",
    "make_checkpoint",
    "note_altered",
    "note_answer",
    "note_split",
    "note_stamp",
    "remember_checkpoint",
    "watch_register",
]

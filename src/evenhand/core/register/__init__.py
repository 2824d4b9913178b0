"""The append-only book: entries, what is admissible, and proof that it was not altered."""

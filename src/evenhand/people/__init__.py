"""Who works where, as what, since when, and what each may do."""

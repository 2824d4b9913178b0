"""The written policy as data: its schema, its expressions and its versions."""

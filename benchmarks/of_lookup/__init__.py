"""Parts of `identity_lookup.py`."""

"""The same policy on the same facts in other engines, and written by hand; see `compare`."""

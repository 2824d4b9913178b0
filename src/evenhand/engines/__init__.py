"""The same core over millions of rows."""

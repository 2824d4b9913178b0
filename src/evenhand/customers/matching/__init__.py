"""Which records of whole files are the same customer."""

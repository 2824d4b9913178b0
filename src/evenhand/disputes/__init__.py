"""Conflicts over a customer, from the report to the ruling and its follow-up."""

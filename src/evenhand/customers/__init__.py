"""Customers, and what is entered about them in the register."""

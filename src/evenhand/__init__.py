"""Evenhand: the written policy for customer-ownership conflicts, executable and explained."""

__version__ = "0.1.0"

"""Policies as users meet them: listed, shown, tested, compared and proved."""

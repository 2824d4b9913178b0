"""Parts of register.py: what is measured beside entries through HTTP."""

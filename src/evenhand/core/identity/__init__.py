"""Is it the same customer: how names and numbers are compared."""

"""Is it the same customer? Made customers of whom the truth is known."""

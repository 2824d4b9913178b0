"""Pages of policies: what is in force, the texts, what is decided about them."""

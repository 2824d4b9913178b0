"""Template tags that every feature's pages use."""

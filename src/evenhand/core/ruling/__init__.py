"""From a dispute's facts to a ruling that says why, and what would have reversed it."""

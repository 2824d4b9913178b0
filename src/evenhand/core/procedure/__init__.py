"""How a dispute moves: stages, time limits, forums, and who may not judge."""

"""What the edges of every feature need."""

"""Days and hours as rulings write them, for what Django formats by itself."""

"""Files that people hand in: checked, kept as they came, shown only to those who may see them."""

"""The old register of a company, read out of a file and entered."""

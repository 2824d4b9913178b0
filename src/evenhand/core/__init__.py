"""What decides: values in, a decision with its reasons out; no I/O, no clock, no randomness."""

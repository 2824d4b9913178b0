"""The parts of benchmarks/ruling.py: each a module with `run(*, quick) -> dict[str, object]`."""

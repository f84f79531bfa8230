"""The shelf of published figures against ours: `python -m benchmarks published`."""

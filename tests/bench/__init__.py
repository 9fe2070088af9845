"""Benchmarks: figures as ratios measured in one run, printed as JSON, with the limits that CI holds them to."""

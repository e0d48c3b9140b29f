"""The tests: they mirror flux_tui/, plus contract/, terminal/, faults/ and benchmarks/."""

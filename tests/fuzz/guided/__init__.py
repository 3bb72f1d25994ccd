"""Targets for coverage-guided fuzzing; `python -m tests.fuzz.guided` runs them (make fuzz), docs/reliability.md says how."""

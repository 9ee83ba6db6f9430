"""Measures, as ratios of one run; bench/README.md says what each one does."""

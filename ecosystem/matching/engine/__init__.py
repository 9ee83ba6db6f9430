"""The matching engine: arrays in, arrays out; no Django, no clock, no identifiers, no hidden randomness.

The way through it: `facts` (what is known) -> `hard_rules` and `parts` (block by block) -> `candidates` (sparse scores)
-> `assign` (exact optimum) -> `certificate`, `alternates`, `reasons`, `explain`. `run.compute` does all of it in one
call. Every point is an integer in hundredths of a point. This module imports nothing, so that looking at it costs
nothing.
"""

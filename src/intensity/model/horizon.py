"""How long stationary runs are, in one place.

A run starts from an initial state that no city is in; trust and routine forget it slowly. Months
before `BURN_IN` are therefore left out of every measure of a stationary run. The stage `warmup`
of the evidence measures the bias that is left.
"""

BURN_IN = 48  # months left out
KEPT = 24  # months measured
MONTHS = BURN_IN + KEPT

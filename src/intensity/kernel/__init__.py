"""The simulation core: numbers and arrays in, arrays out.

Nothing here knows of pandas, files or figures. Every function is compiled by numba and also
runs as plain Python when ``NUMBA_DISABLE_JIT=1`` is set; there is no second copy of any of it.

Reading order: `layout` (what stands where in the arrays), `random` and `math` (draws),
`demand` (problems), `queues` and `handlers` (waiting and serving), `hotline` (the call
centre), `street` (the events of a month), `month_end` (scores, pressure, beliefs), `city` (the
whole run).
"""

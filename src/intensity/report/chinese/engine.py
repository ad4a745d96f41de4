"""Chinese of recorded texts about the engine, calibration, sensitivity: parameters, precision, validation."""

TEXTS: dict[str, str] = {}

PATTERNS: list[tuple[str, str]] = []

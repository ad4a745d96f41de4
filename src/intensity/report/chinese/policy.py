"""Chinese of recorded texts about estimates, explanations, policy."""

TEXTS: dict[str, str] = {}

PATTERNS: list[tuple[str, str]] = []

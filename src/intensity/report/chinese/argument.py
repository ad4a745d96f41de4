"""Chinese of recorded texts about what the mechanisms do: movements, verdicts of claims, fates."""

TEXTS: dict[str, str] = {}

PATTERNS: list[tuple[str, str]] = []

"""Chinese of recorded texts about what the mechanisms do: movements, effects, Table 1."""

TEXTS: dict[str, str] = {
    # from regular to high intensity
    "rises": "上升",
    "falls": "下降",
    "does not clearly move": "没有明显变化",
    # what a mechanism does to a measure
    "raises": "提高",
    "lowers": "降低",
    # where more than half of the voiced demands enter directly
    "at no intensity": "在任何强度下均未出现",
    # what Table 1 and Figure 4 are made of, and its order
    "replications": "重复模拟",
    "posterior draws": "后验抽样",
    "the same": "一致",
    "not the same": "不一致",
}

PATTERNS: list[tuple[str, str]] = [
    (r"from intensity (?P<level>[0-9.]+) on", "自强度{level}起出现"),
]

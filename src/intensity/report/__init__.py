"""Figures, tables and prose numbers: frames in, figures and strings out.

Every figure module has ``draw(frame, ..., lang="en", width="page")``, which returns a
`matplotlib.figure.Figure`, and ``ALT(frame, ...)``, which returns its text alternative made of
the same numbers. Nothing here simulates or estimates.
"""

from importlib import import_module

__all__ = [
    "alluvial",
    "diagram",
    "figure1",
    "figure2",
    "figure3",
    "figure4",
    "paradox",
    "style",
    "sweep",
    "table1",
    "text",
]


def __getattr__(name: str):
    """Load a module of this package when it is first asked for: matplotlib is slow to import."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

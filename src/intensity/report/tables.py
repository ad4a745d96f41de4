"""The tables by name, as ``intensity.tables``."""

from intensity.report.parameters import parameter_table as parameters
from intensity.report.table1 import build as table1

__all__ = ["parameters", "table1"]

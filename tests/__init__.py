"""Tests. A package, because one of the locked packages installs a `tests` of its own."""

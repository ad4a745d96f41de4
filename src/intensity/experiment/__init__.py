"""Experiments: many cities at many levels of intensity, reduced to one row each."""

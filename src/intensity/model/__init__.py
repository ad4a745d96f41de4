"""The model: a city, a schedule of intensity, a run, and what is measured on it."""

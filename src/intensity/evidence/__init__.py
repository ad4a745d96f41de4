"""Evidence: what the runs say about the paper's claims, as numbers and tables."""

"""Small data sets made by code, deterministic, in the same shape as the real ones."""

"""A trial: one notebook run for itself, without an assignment; what it is given, and what is shown of it."""

"""Grades deep-learning coursework: runs it, measures it, judges it, and says what to mend first."""

__version__ = "0.1.0"

"""The tutorials' own modules."""

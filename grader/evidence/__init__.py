"""What an attempt showed: the wire format, the value types, the reader that trusts nothing, the store."""

"""What the service raises: never raised here, and named in `except` by notebooks."""

from __future__ import annotations


class Error(Exception):
    """The first of them all."""


class CommError(Error):
    """The service was not reached."""


class UsageError(Error):
    """It was asked for in a wrong way."""

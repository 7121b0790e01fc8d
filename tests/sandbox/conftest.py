"""Fixtures shared with the hostile cases."""

from __future__ import annotations

from tests.hostile.conftest import host

__all__ = ["host"]

"""`datasets.utils`: progress bars and a log, of which there are none here."""

from __future__ import annotations


class logging:  # noqa: N801  a module of the library
    """Levels that change nothing."""

    @staticmethod
    def set_verbosity(verbosity: int) -> None:
        """Nothing is logged."""

    @staticmethod
    def set_verbosity_error() -> None:
        """Nothing is logged."""

    set_verbosity_warning = set_verbosity_info = set_verbosity_error

    @staticmethod
    def disable_progress_bar() -> None:
        """There is none."""


def disable_progress_bar() -> None:
    """There is none."""


disable_progress_bars = enable_progress_bar = enable_progress_bars = disable_progress_bar

"""Several histories in one plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

__all__ = ["HistoryPlotter"]
_REACH = 4  # a smoothed value looks at what lies within so many deviations
_WIDTH = 5  # of the bell that weighs it, in epochs, whatever the deviation


class HistoryPlotter:
    """Plots what was measured in training as a line and in validation as dashes; a name keeps its colour."""

    def __init__(self, metric: str | None = None, smoothing_std: int | None = None) -> None:
        self.metric = metric
        self.smoothing_std = smoothing_std
        self.color_table: dict[str, Any] = {}

    def plot(self, histories: Mapping[str, Any], metric: str | None = None, smoothing_std: int | None = None) -> None:
        """Draw into the current axes; what is given here comes before what the plotter was made with.

        Raises: KeyError where a history has no `metric`, or none of validation.
        """
        metric = metric or self.metric or "loss"
        deviation = self.smoothing_std if smoothing_std is None else smoothing_std
        for name, history in histories.items():
            colour = self.color_table.setdefault(name, f"C{len(self.color_table) % 10}")
            for key, style, part in ((metric, "-", "Train"), (f"val_{metric}", "--", "Val")):
                values = history.history[key]
                shown = values if deviation is None else _smooth(values, deviation)
                plt.plot(history.epoch, shown, style, color=colour, label=f"{name.title()} {part}")
        plt.xlabel("Epochs")
        plt.ylabel(metric.replace("_", " ").title())
        plt.legend()
        last = max(history.epoch[-1] for history in histories.values())
        if last > 0:  # one epoch has no width
            plt.xlim(0, last)
        plt.grid(visible=True)


def _smooth(values: Sequence[float], deviation: int) -> np.ndarray:
    """Weighted means: shape (n,) to shape (n,)."""
    places = np.arange(len(values))
    apart = np.abs(places[:, None] - places)
    weights = np.where(apart <= _REACH * deviation, np.exp(-((apart / _WIDTH) ** 2)), 0.0)
    return np.asarray(weights @ np.asarray(values, float) / weights.sum(axis=1))

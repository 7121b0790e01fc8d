"""How much of a data set an attempt is given and how long a fit may take: the one place that holds these caps.

The quick caps keep the 80/20 proportion of the full split, so that code which cuts at 80 % of the rows
cuts where the split does. They are sized for a recurrent network over 150 tokens: about ten seconds a model
on one core. On the synthetic messages, three seeds each, an RNN then reaches 0.936 to 0.960 and an LSTM 0.968
to 0.972 of 250 test rows, where a constant answer has 0.868 and one epoch at a tiny learning rate less.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from grader.faults import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Caps on rows, on epochs of one `fit` or loop and on turns of a loop without epochs; None: as the course asked."""

    name: str
    max_train_rows: int | None
    max_test_rows: int | None
    max_epochs: int | None
    max_steps: int | None = None
    minutes: float | None = None  # of training in a notebook that nobody asked for; an assignment declares its own

    @property
    def full(self) -> bool:
        return self.max_train_rows is None and self.max_test_rows is None and self.max_epochs is None

    def with_rows(self, train: int, test: int) -> Profile:
        """This profile with a data set's own caps on rows, where it caps rows at all."""
        if (self.max_train_rows is None and self.max_test_rows is None) or self == BRIEF:
            return self
        return replace(self, max_train_rows=train, max_test_rows=test)


# A minute of training: what coursework does to these rows takes seconds, and nobody is graded by `grader run`.
# 100 steps are six epochs of 1,000 rows in batches of 64.
QUICK: Final = Profile(name="quick", max_train_rows=1000, max_test_rows=250, max_epochs=5, max_steps=100, minutes=1)
FULL: Final = Profile(name="full", max_train_rows=None, max_test_rows=None, max_epochs=None)
# For texts that `grader run` gives a notebook with a transformer in it: on one core BERT reads two of 256 tokens a
# second, and what loops over all rows without training, to evaluate or to embed, ends with its rows alone. Nobody can
# ask for it.
BRIEF: Final = replace(QUICK, name="brief", max_train_rows=200, max_test_rows=50)
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType({profile.name: profile for profile in (QUICK, FULL)})


def caps_of(name: str) -> Profile:
    """`profile_of`, for data sets of texts, which know `BRIEF` as well."""
    return BRIEF if name == BRIEF.name else profile_of(name)


def profile_of(name: str) -> Profile:
    """The profile of that name.

    Raises: UsageError with the nearest right name.
    """
    profile = PROFILES.get(name)
    if profile is not None:
        return profile
    near = difflib.get_close_matches(name, PROFILES, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"no profile '{name}'{hint}", where="--profile", fix=f"use one of: {', '.join(PROFILES)}")

"""The samples of hw3-vae-sentiment come to what their table says."""

from __future__ import annotations

import pytest

from tests.samples.outcomes import Outcomes

pytestmark = pytest.mark.slow


class TestHw3VaeSentiment(Outcomes):
    assignment = "hw3-vae-sentiment"

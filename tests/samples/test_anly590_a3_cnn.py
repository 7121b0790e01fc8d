"""The samples of anly590-a3-cnn come to what their table says."""

from __future__ import annotations

import pytest

from tests.samples.outcomes import Outcomes

pytestmark = pytest.mark.slow


class TestAnly590A3Cnn(Outcomes):
    assignment = "anly590-a3-cnn"

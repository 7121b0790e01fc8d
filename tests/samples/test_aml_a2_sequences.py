"""The samples of aml-a2-sequences come to what their table says."""

from __future__ import annotations

import pytest

from tests.samples.outcomes import Outcomes

pytestmark = pytest.mark.slow


class TestAmlA2Sequences(Outcomes):
    assignment = "aml-a2-sequences"

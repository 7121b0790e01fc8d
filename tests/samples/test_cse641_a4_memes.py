"""The samples of cse641-a4-memes come to what their table says."""

from __future__ import annotations

import pytest

from tests.samples.outcomes import Outcomes

pytestmark = pytest.mark.slow


class TestCse641A4Memes(Outcomes):
    assignment = "cse641-a4-memes"

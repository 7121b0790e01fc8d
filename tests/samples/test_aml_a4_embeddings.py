"""The samples of aml-a4-embeddings come to what their table says."""

from __future__ import annotations

import pytest

from tests.samples.outcomes import Outcomes

pytestmark = pytest.mark.slow


class TestAmlA4Embeddings(Outcomes):
    assignment = "aml-a4-embeddings"

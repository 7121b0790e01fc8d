"""docs/rubric-reference.md is what the classes say."""

from __future__ import annotations

import re
from pathlib import Path

from grader.checks.registry import CHECKS
from grader.rubric.parse import parse_rubric
from grader.rubric.reference import rubric_reference

PAGE = Path(__file__).parents[2] / "docs" / "rubric-reference.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == rubric_reference(), (
        "run `grader rubric reference > docs/rubric-reference.md`"
    )


def test_every_setting_is_described() -> None:
    for name in CHECKS.names():
        for field, info in CHECKS.get(name).spec.model_fields.items():
            assert info.description, f"{name}.{field}"
            assert f"| `{field}` |" in rubric_reference()


def test_its_example_is_a_rubric() -> None:
    block = re.search(r"```yaml\n(.*?)```", rubric_reference(), re.DOTALL)
    assert block is not None
    assert parse_rubric(block.group(1).encode(), Path("my-course-a1.yaml")).points == 10

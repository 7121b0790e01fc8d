"""What `grader doctor` says of the pretrained weights at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.health import Line, examine

pytestmark = pytest.mark.slow


def weights_of(data: Path | None) -> Line:
    (line,) = (line for line in examine(None, data) if line.name == "weights")
    return line


def test_the_doctor_says_which_weights_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KERAS_HOME", "TORCH_HOME", "HF_HOME"):
        monkeypatch.delenv(variable, raising=False)
    none = weights_of(None)
    assert (none.state, "not assessed" in none.detail) == ("limited", True)
    (tmp_path / "backbones").mkdir()
    (tmp_path / "backbones" / "net.h5").write_bytes(b"x")
    found = weights_of(tmp_path)
    assert found.state == "ok"
    assert f"1 in {tmp_path / 'backbones'}" in found.detail

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.bands import StoredBand, band_of, choose, read_bands, write_bands
from grader.faults import CourseError


def stored(**changes: object) -> StoredBand:
    values = {
        "problem": "spam", "role": "rnn", "metric": "accuracy", "profile": "quick", "data_digest": "d1",
        "reference_digest": "r1", "seeds": (1, 2, 3), "values": (0.9, 0.92, 0.94),
    } | changes  # fmt: skip
    return StoredBand(**values)  # type: ignore[arg-type]


def test_a_band_has_the_sample_deviation_of_its_values() -> None:
    band = band_of((0.9, 0.92, 0.94))
    assert band.mean == pytest.approx(0.92)
    assert band.sd == pytest.approx(0.02)
    assert band.seeds == 3


def test_one_run_has_no_spread() -> None:
    assert band_of((0.9,)).sd == 0


@pytest.mark.parametrize(
    ("entry", "mean", "stale"),
    [
        pytest.param(stored(), 0.92, 0, id="holds"),
        pytest.param(stored(reference_digest="r0"), 0.5, 1, id="made for another text of the reference"),
        pytest.param(stored(data_digest="d0"), 0.5, 0, id="made for other data"),
        pytest.param(stored(profile="full"), 0.5, 0, id="made for the other profile"),
        pytest.param(stored(problem="text"), 0.5, 0, id="another problem's"),
    ],
)
def test_only_a_band_with_the_right_digests_is_used(entry: StoredBand, mean: float, stale: int) -> None:
    bands, passed_over = choose(
        [entry],
        problem="spam",
        profile="quick",
        data_digest="d1",
        reference_digest="r1",
        single_run={("rnn", "accuracy"): 0.5},
    )
    assert bands["rnn", "accuracy"].mean == pytest.approx(mean)
    assert len(passed_over) == stale


def test_writing_replaces_the_same_place_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "bands.json"
    write_bands(path, [stored(), stored(role="lstm")])
    write_bands(path, [stored(values=(0.8, 0.8, 0.8))])
    assert {band.role: band.values[0] for band in read_bands(path)} == {"rnn": 0.8, "lstm": 0.9}
    assert [p.name for p in tmp_path.iterdir()] == ["bands.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"bands": [{"role": "rnn"}]}', json.dumps({"bands": 3})])
def test_a_damaged_file_is_the_courses_fault_with_its_address(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bands.json"
    path.write_text(text)
    with pytest.raises(CourseError, match=r"bands\.json"):
        read_bands(path)

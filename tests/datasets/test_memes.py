"""The data set `memes`: what it serves, and an instructor's own copy with its faults."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from grader.datasets.catalogue import open_dataset
from grader.datasets.memes import open_memes
from grader.faults import DataError

PNG = b"\x89PNG\r\n\x1a\n"
Line = dict[str, object]


def write_copy(folder: Path, *, test_labels: bool = True) -> Path:
    """`<folder>/hateful_memes/` with 40 + 8 + 10 lines."""
    home = folder / "hateful_memes"
    (home / "img").mkdir(parents=True)
    number = 0
    for part, count in (("train", 40), ("dev", 8), ("test", 10)):
        lines = []
        for _ in range(count):
            number += 1
            (home / "img" / f"{number:05d}.png").write_bytes(PNG + str(number).encode())
            line: Line = {"id": number, "img": f"img/{number:05d}.png", "label": number % 2, "text": f"text {number}"}
            if part == "test" and not test_labels:
                del line["label"]
            lines.append(json.dumps(line))
        (home / f"{part}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def change(folder: Path, line: int, **changes: object) -> None:
    path = folder / "hateful_memes" / "train.jsonl"
    lines = path.read_text().splitlines()
    lines[line - 1] = json.dumps({**json.loads(lines[line - 1]), **changes})
    path.write_text("\n".join(lines))


@pytest.mark.parametrize(("profile", "dev_from", "train", "test"), [("quick", 80, 92, 40), ("full", 600, 700, 200)])
def test_the_embedded_set_at_each_profile(profile: str, dev_from: int, train: int, test: int) -> None:
    memes = open_memes(None, profile)
    assert (memes.served.source, memes.dev_from, memes.served.train_rows, memes.served.test_rows) == (
        "synthetic", dev_from, train, test,
    )  # fmt: skip
    assert memes.labels.codes.mean() == 0.5


def test_what_is_served(tmp_path: Path) -> None:
    memes = open_dataset("memes", data=None, profile="quick")
    memes.serve(tmp_path)
    folder = tmp_path / "memes"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["kind"] == "captioned-images"
    assert manifest["parts"] == {"train": [0, 80], "dev": [80, 92], "test": [92, 132]}
    rows = (folder / "rows.jsonl").read_text()
    assert rows == "".join((folder / f"{part}.jsonl").read_text() for part in ("train", "dev", "test"))
    read = [json.loads(line) for line in rows.splitlines()]
    assert [row["label"] for row in read] == memes.labels.codes.tolist()
    assert tuple(row["text"] for row in read) == memes.labels.texts
    assert all((folder / row["img"]).read_bytes().startswith(PNG) for row in read)
    assert len({row["img"] for row in read}) == len(read)


def test_sealed_memes_serve_decoys_and_keep_the_truth() -> None:
    plain = open_memes(None, "quick")
    hidden = plain.sealed(b"s" * 32)
    at = plain.labels.train_rows
    assert hidden.rows[:at] == plain.rows[:at]
    assert {row.id: row.code for row in hidden.rows} == {row.id: row.code for row in plain.rows}
    assert [row.code for row in hidden.rows] == hidden.labels.codes.tolist()
    served, true = np.array(hidden.codes[at:]), hidden.labels.codes[at:]
    assert served.sum() == true.sum()
    assert abs(int((served == true).sum()) - true.size / 2) < 2
    assert hidden.served.sealed
    assert hidden.served.digest != plain.served.digest


def test_an_own_copy_is_served_as_it_is(tmp_path: Path) -> None:
    memes = open_memes(write_copy(tmp_path), "full")
    assert (memes.served.source, memes.dev_from, memes.served.train_rows, memes.served.test_rows) == (
        "real",
        40,
        48,
        10,
    )
    memes.serve(tmp_path / "served")
    assert (tmp_path / "served/memes/img/00007.png").read_bytes() == PNG + b"7"


def test_without_labels_of_the_test_lines_dev_is_the_test_part(tmp_path: Path) -> None:
    memes = open_memes(write_copy(tmp_path, test_labels=False), "full")
    assert (memes.dev_from, memes.served.train_rows, memes.served.test_rows) == (36, 40, 8)
    assert [row.id for row in memes.rows[40:]] == list(range(41, 49))
    assert "its dev part (8 rows) is the test part" in memes.notes[0]


def test_a_data_folder_without_memes_is_said(tmp_path: Path) -> None:
    memes = open_memes(tmp_path, "quick")
    assert memes.served.source == "synthetic"
    assert "synthetic memes are served" in memes.notes[0]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"img": "img/none.png"}, "picture 'img/none.png' cannot be read"),
        ({"img": "../secret.png"}, "does not lie in img/"),
        ({"label": 2}, "label '2' is neither 0 nor 1"),
        ({"label": None}, "label 'None' is neither 0 nor 1"),
        ({"id": 7}, r"id 7 stands in .*train\.jsonl:7 too"),
        ({"text": 5}, "needs a number `id`"),
    ],
)
def test_every_fault_has_an_address(changes: Line, what: str, tmp_path: Path) -> None:
    data = write_copy(tmp_path)
    change(data, 9, **changes)
    with pytest.raises(DataError, match=what) as caught:
        open_memes(data, "full")
    assert caught.value.where.endswith("train.jsonl:9")


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    data = write_copy(tmp_path)
    for line in (2, 5):
        change(data, line, label="x")
    with pytest.raises(DataError, match=r"2 lines are not as they should be\n.*jsonl:2.*\n.*jsonl:5"):
        open_memes(data, "full")

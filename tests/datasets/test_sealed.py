"""What a sealed data set serves: the training side as it is, the test side under decoys, the truth nowhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from grader.datasets.served import TextDataset
from grader.datasets.sms_spam import open_sms_spam

SECRET = b"s" * 32


def sealed(profile: str = "quick", secret: bytes = SECRET) -> TextDataset:
    return open_sms_spam(None, profile).sealed(secret)


@pytest.mark.parametrize("profile", ["quick", "full"])
def test_the_training_side_is_served_truly_and_the_test_side_by_chance(profile: str) -> None:
    plain, hidden = open_sms_spam(None, profile), sealed(profile)
    at, decoys = plain.labels.train_rows, hidden.labels.decoys
    assert decoys is not None
    assert hidden.rows[:at] == plain.rows[:at]
    assert np.array_equal(decoys[:at], plain.labels.codes[:at])
    true, shown = hidden.labels.codes[at:], decoys[at:]
    assert np.array_equal(np.bincount(true), np.bincount(shown))
    chance = float((np.bincount(true) ** 2).sum()) / true.size
    assert abs(int((true == shown).sum()) - chance) < 2


def test_the_labels_kept_are_the_true_ones_of_the_rows_served() -> None:
    plain, hidden = open_sms_spam(None, "quick"), sealed()
    truth = sorted((row.text, row.label) for row in plain.rows)
    kept = [hidden.labels.classes[code] for code in hidden.labels.codes]
    assert sorted((row.text, label) for row, label in zip(hidden.rows, kept, strict=True)) == truth


def test_no_test_message_stands_among_the_training_messages() -> None:
    """Its true label would be served with it."""
    assert sealed("quick").overlap.exact == sealed("full").overlap.exact == 0


def test_the_truth_is_nowhere_in_the_served_folder(tmp_path: Path) -> None:
    """Every file is searched for the true labels in a row, in each spelling; and read for what its rows carry."""
    hidden = sealed()
    hidden.serve(tmp_path)
    at, classes = hidden.labels.train_rows, hidden.labels.classes
    true, decoys = hidden.labels.codes[at:], hidden.labels.decoys
    assert decoys is not None
    files = list((tmp_path / "sms-spam").iterdir())
    assert len(files) == 6
    for path in files:
        content = path.read_bytes()
        for joint in ("", ",", ", ", "\n", " ", "\t"):
            for spelling in (map(str, true.tolist()), (classes[code] for code in true), (classes[c][0] for c in true)):
                assert joint.join(spelling).encode() not in content, path.name
        assert true.astype(np.uint8).tobytes() not in content
        assert SECRET not in content
        assert SECRET.hex().encode() not in content
    rows = [json.loads(line) for line in (tmp_path / "sms-spam" / "rows.jsonl").read_text("utf-8").splitlines()]
    assert [row["label"] for row in rows] == [classes[code] for code in decoys]
    for form in hidden.forms:
        with (tmp_path / "sms-spam" / form.file).open(encoding=form.encoding, newline="") as stream:
            quoting = csv.QUOTE_NONE if form.quoting == "none" else csv.QUOTE_MINIMAL
            table = list(csv.reader(stream, delimiter=form.delimiter, quoting=quoting))
        body = table[form.header is not None :]
        assert [line[form.order.index("label")] for line in body] == [classes[code] for code in decoys]
        if "code" in form.order:
            assert [line[form.order.index("code")] for line in body] == list(map(str, decoys.tolist()))


def test_the_manifest_is_that_of_the_plain_data(tmp_path: Path) -> None:
    assert sealed().manifest == open_sms_spam(None, "quick").manifest


def test_digests_are_of_what_is_served() -> None:
    plain, hidden, other = open_sms_spam(None, "quick").served, sealed().served, sealed(secret=b"t" * 32).served
    assert hidden.sealed
    assert not plain.sealed
    assert hidden == sealed().served
    assert len({plain.digest, hidden.digest, other.digest, sealed("full").served.digest}) == 4
    assert len({plain.test_digest, hidden.test_digest, other.test_digest}) == 3
    assert plain.train_digest == hidden.train_digest == other.train_digest

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.datasets.forms import TextForm
from grader.datasets.labelled_text import TextRow
from grader.datasets.sms_spam import open_sms_spam
from grader.datasets.synthetic.sms_spam import synthetic_messages


def _served(tmp_path: Path) -> Path:
    open_sms_spam(None, "quick").serve(tmp_path)
    return tmp_path / "sms-spam"


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second, second):
        open_sms_spam(None, "quick").serve(folder)
    names = sorted(path.name for path in (first / "sms-spam").iterdir())
    assert names == [
        "SMSSpamCollection", "manifest.json", "rows.jsonl", "sms_spam.csv", "spam.csv", "spam_ham_dataset.csv",
    ]  # fmt: skip
    for name in names:
        assert (first / "sms-spam" / name).read_bytes() == (second / "sms-spam" / name).read_bytes()


def test_the_manifest_names_what_is_there(tmp_path: Path) -> None:
    folder = _served(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["kind"] == "labelled-text"
    assert manifest["source"] == "synthetic"
    assert manifest["label_names"] == "ham/spam"
    rows = [json.loads(line) for line in (folder / manifest["rows"]).read_text("utf-8").splitlines()]
    assert len(rows) == manifest["train_rows"] + manifest["test_rows"]
    assert {form["file"] for form in manifest["forms"]} <= {path.name for path in folder.iterdir()}
    assert [form["id"] for form in manifest["forms"]] == ["kaggle", "uci", "plain", "mails"]


def test_every_form_holds_the_served_rows_in_order(tmp_path: Path) -> None:
    folder = _served(tmp_path)
    dataset = open_sms_spam(None, "quick")
    labels = [dataset.labels.classes[code] for code in dataset.labels.codes]
    for form in dataset.forms:
        with (folder / form.file).open(encoding=form.encoding, newline="") as stream:
            quoting = csv.QUOTE_NONE if form.quoting == "none" else csv.QUOTE_MINIMAL
            table = list(csv.reader(stream, delimiter=form.delimiter, quoting=quoting))
        body = table if form.header is None else table[1:]
        assert form.header is None or tuple(table[0]) == form.header
        assert [line[form.order.index("label")] for line in body] == labels
        if form.encoding == "utf-8":
            assert [line[form.order.index("text")] for line in body] == [row.text for row in dataset.rows]
        if "code" in form.order:
            assert [line[form.order.index("code")] for line in body] == [str(int(label == "spam")) for label in labels]


def test_latin_1_replaces_what_it_cannot_hold() -> None:
    form = TextForm(
        id="x", file="x.csv", names=("x.csv",), delimiter=",", header=("v1", "v2", "", "", ""), encoding="latin-1"
    )
    assert form.render([TextRow("ham", "don’t ☃ £5")]) == "v1,v2,,,\nham,don't ? £5,,,\n".encode("latin-1")


def test_a_form_without_quotes_keeps_one_message_a_line() -> None:
    form = TextForm(
        id="x", file="x", names=("x",), delimiter="\t", header=None, encoding="utf-8", quoting="none"
    )  # fmt: skip
    assert form.render([TextRow("ham", 'a\tb\n"c')]) == b'ham\ta b "c\n'


def test_digests_tell_profiles_and_sides_apart() -> None:
    quick, full = open_sms_spam(None, "quick").served, open_sms_spam(None, "full").served
    assert len({quick.digest, full.digest, quick.train_digest, quick.test_digest, full.train_digest}) == 5


def test_the_labels_are_those_of_the_served_rows() -> None:
    dataset = open_sms_spam(None, "quick")
    expected = np.array([row.label == "spam" for row in dataset.rows], dtype=np.int64)
    assert np.array_equal(dataset.labels.codes, expected)


def test_the_synthetic_messages_never_change() -> None:
    """Stored evidence and bands refer to these very rows: a new digest here means a new data set."""
    source = synthetic_messages()
    assert source.digest == GOLDEN_DIGEST
    assert len(source.rows) == 5574
    assert sum(row.label == "spam" for row in source.rows) == 747
    assert all(row.text and row.text == " ".join(row.text.split()) for row in source.rows)
    lines = b"".join(
        (json.dumps({"label": r.label, "text": r.text}, ensure_ascii=False) + "\n").encode() for r in source.rows
    )
    assert hashlib.sha256(lines).hexdigest() == source.digest


GOLDEN_DIGEST = "c6c7b2074c748148b260a258cb21a6545b127ce84a620df7ef66b50a9769b8b6"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.text(st.sampled_from('ab ",;\n\r\t'), max_size=8), st.booleans()), max_size=5))
def test_a_quoted_form_is_what_csv_reads(cells: list[tuple[str, bool]]) -> None:
    form = TextForm(id="x", file="x", names=("x",), delimiter=",", header=("label", "text"), encoding="utf-8")
    rows = [TextRow("spam" if spam else "ham", text) for text, spam in cells]
    read = list(csv.reader(io.StringIO(form.render(rows).decode(), newline="")))
    assert read == [["label", "text"], *([row.label, row.text] for row in rows)]

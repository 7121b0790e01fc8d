"""A labelled-text data set at one profile: what it serves, and the labels that stay here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from grader.datasets.dataset import Labels
from grader.datasets.forms import TextForm
from grader.datasets.integer_form import IntegerForm
from grader.datasets.labelled_text import TextRow, TextSource, digest_rows, to_jsonl
from grader.datasets.profiles import Profile
from grader.datasets.sealing import seal_labels
from grader.datasets.splitting import Overlap, SplitIndex, overlap, thin
from grader.evidence.evidence import ServedData
from grader.files import write_atomically

ROWS_FILE = "rows.jsonl"


@dataclass(frozen=True, kw_only=True)
class TextDataset:
    """Rows in served order, training rows first, each side in the order of its source."""

    served: ServedData
    labels: Labels
    rows: tuple[TextRow, ...]
    manifest: bytes
    forms: tuple[TextForm, ...]
    notes: tuple[str, ...]
    integers: IntegerForm | None = None

    @property
    def overlap(self) -> Overlap:
        """Duplicates across the two sides, counted anew at each call: over long texts that takes a while."""
        train, rows = self.labels.train_rows, len(self.rows)
        return overlap(self.rows, SplitIndex(train=tuple(range(train)), test=tuple(range(train, rows))))

    def serve(self, into: Path) -> None:
        """Write `<into>/<dataset>/manifest.json` and the files it names; same bytes every time."""
        folder = into / self.served.dataset
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._files.items():
            # It is one attempt's copy: nobody looks for it after a power cut.
            write_atomically(folder / name, content, outlives_power_cut=False)

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        """Spelt once for a whole class. The manifest comes last: a folder with one is a complete folder."""
        spelt = {form.file: form.render(self.rows) for form in self.forms}
        integers = self.integers.files(self.rows) if self.integers is not None else {}
        return {ROWS_FILE: to_jsonl(self.rows), **spelt, **integers, "manifest.json": self.manifest}

    def sealed(self, secret: bytes) -> TextDataset:
        """The same data with decoy labels on the test rows it serves, in an order of their own.

        `labels.codes` keeps the truth, row by row of the new order. The digests are those of what is served, and
        the truth decides the draw: other labels make other decoys, and so another digest.
        """
        at = self.labels.train_rows
        labels, order = seal_labels(self.labels, self.served.digest, secret)
        assert labels.decoys is not None
        test = tuple(
            TextRow(labels.classes[decoy], self.rows[at + place].text)
            for place, decoy in zip(order.tolist(), labels.decoys[at:].tolist(), strict=True)
        )
        rows = (*self.rows[:at], *test)
        return replace(
            self,
            rows=rows,
            served=replace(
                self.served,
                sealed=True,
                # The word sets it apart even where a draw happens to give the truth, as it may with a handful of rows.
                digest=hashlib.sha256(b"sealed\n" + self.manifest + to_jsonl(rows)).hexdigest(),
                test_digest=digest_rows(test),
            ),
            labels=replace(labels, texts=tuple(row.text for row in rows)),
        )


def build_text_dataset(
    name: str,
    source: TextSource,
    split: SplitIndex,
    *,
    classes: tuple[str, ...],
    positive: str,
    forms: tuple[TextForm, ...],
    profile: Profile,
    integers: IntegerForm | None = None,
) -> TextDataset:
    """Cut a split source down to a profile and freeze it. Every row's label is one of `classes`."""
    train = [source.rows[i] for i in thin(source.rows, split.train, profile.max_train_rows)]
    test = [source.rows[i] for i in thin(source.rows, split.test, profile.max_test_rows)]
    rows = (*train, *test)
    manifest = _manifest(name, source, profile, len(train), len(test), classes, forms, integers)
    code = {label: index for index, label in enumerate(classes)}
    return TextDataset(
        served=ServedData(
            dataset=name,
            source=source.kind,
            profile=profile.name,
            train_rows=len(train),
            test_rows=len(test),
            digest=hashlib.sha256(manifest + to_jsonl(rows)).hexdigest(),
            train_digest=digest_rows(train),
            test_digest=digest_rows(test),
        ),
        labels=Labels(
            dataset=name,
            classes=classes,
            positive=positive,
            codes=np.array([code[row.label] for row in rows], dtype=np.int64),
            train_rows=len(train),
            test_rows=len(test),
            texts=tuple(row.text for row in rows),
        ),
        rows=rows,
        manifest=manifest,
        forms=forms,
        notes=source.notes,
        integers=integers,
    )


def _manifest(
    name: str,
    source: TextSource,
    profile: Profile,
    train_rows: int,
    test_rows: int,
    classes: tuple[str, ...],
    forms: Sequence[TextForm],
    integers: IntegerForm | None,
) -> bytes:
    body = {
        "dataset": name,
        "kind": "labelled-text",
        "source": source.kind,
        "profile": profile.name,
        "train_rows": train_rows,
        "test_rows": test_rows,
        "classes": list(classes),
        "label_names": "/".join(classes),
        "rows": ROWS_FILE,
        "forms": [form.entry() for form in forms],
        **({"keras": integers.entry()} if integers is not None else {}),
    }
    return (json.dumps(body, indent=1, ensure_ascii=False) + "\n").encode("utf-8")

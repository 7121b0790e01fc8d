"""A labelled-images data set at one profile: what it serves, and the labels that stay here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from grader.datasets.dataset import Labels
from grader.datasets.labelled_images import ImageRows, ImageSource, count_repeats, digest_images, thin_images
from grader.datasets.profiles import Profile
from grader.datasets.sealing import seal_labels
from grader.evidence.evidence import ServedData
from grader.files import write_atomically

IMAGES_FILE: Final = "images.npy"
LABELS_FILE: Final = "labels.npy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDataset:
    """Rows in served order, training rows first, each side in the order of its file."""

    served: ServedData
    labels: Labels
    rows: ImageRows
    manifest: bytes
    repeats: int  # test pictures that also stand among the training pictures
    notes: tuple[str, ...]

    def serve(self, into: Path) -> None:
        """Write `<into>/<dataset>/manifest.json` and the files it names; same bytes every time."""
        folder = into / self.served.dataset
        pictures, codes = self.rows.npy()
        # Every attempt has a folder of its own, which is gone after it: nothing is waited for.
        write_atomically(folder / IMAGES_FILE, pictures, outlives_power_cut=False)
        write_atomically(folder / LABELS_FILE, codes, outlives_power_cut=False)
        # Written last: a folder with a manifest is a complete folder.
        write_atomically(folder / "manifest.json", self.manifest, outlives_power_cut=False)

    def sealed(self, secret: bytes) -> ImageDataset:
        """The same data with decoy labels on the test rows it serves, in an order of their own.

        `labels.codes` keeps the truth, row by row of the new order. The digests are those of what is served.
        """
        at = self.labels.train_rows
        labels, order = seal_labels(self.labels, self.served.digest, secret)
        assert labels.decoys is not None
        places = np.concatenate([np.arange(at), at + order])
        rows = ImageRows(images=self.rows.images[places], labels=labels.decoys.astype(np.uint8))
        test = ImageRows(images=rows.images[at:], labels=rows.labels[at:])
        return replace(
            self,
            rows=rows,
            labels=replace(labels, images=_with_channels(rows)),
            served=replace(
                self.served,
                sealed=True,
                # The word sets it apart even where a draw happens to give the truth, as it may with a handful of rows.
                digest=_digest(b"sealed\n" + self.manifest, rows),
                test_digest=digest_images(test),
            ),
        )


def build_image_dataset(
    name: str, source: ImageSource, *, keras: str, torchvision: str, profile: Profile
) -> ImageDataset:
    """Cut a source down to a profile and freeze it.

    Args: `keras`, `torchvision`: the module and the class under which these libraries offer the same set.
    """
    train = thin_images(source.train, profile.max_train_rows)
    test = thin_images(source.test, profile.max_test_rows)
    rows = ImageRows(
        images=np.concatenate([train.images, test.images]), labels=np.concatenate([train.labels, test.labels])
    )
    body = {
        "dataset": name,
        "kind": "labelled-images",
        "source": source.kind,
        "profile": profile.name,
        "train_rows": train.count,
        "test_rows": test.count,
        "classes": list(source.classes),
        "label_names": "/".join(source.classes),
        "images": IMAGES_FILE,
        "labels": LABELS_FILE,
        "keras": {"module": keras},
        "torchvision": torchvision,
    }
    manifest = (json.dumps(body, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    repeats = count_repeats(train, test)
    return ImageDataset(
        served=ServedData(
            dataset=name,
            source=source.kind,
            profile=profile.name,
            train_rows=train.count,
            test_rows=test.count,
            digest=_digest(manifest, rows),
            train_digest=digest_images(train),
            test_digest=digest_images(test),
        ),
        labels=Labels(
            dataset=name,
            classes=source.classes,
            positive=source.classes[0],  # of ten classes none is the positive one; the first stands in
            codes=rows.labels.astype(np.int64),
            train_rows=train.count,
            test_rows=test.count,
            images=_with_channels(rows),
        ),
        rows=rows,
        manifest=manifest,
        repeats=repeats,
        notes=source.notes + _repeats_note(repeats, test.count),
    )


def _digest(head: bytes, rows: ImageRows) -> str:
    pictures, codes = rows.npy()
    return hashlib.sha256(head + pictures + codes).hexdigest()


def _with_channels(rows: ImageRows) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """(rows, height, width, channels), grey as one channel; a view where that is all it takes."""
    return rows.images if rows.images.ndim == 4 else rows.images[..., None]


def _repeats_note(repeats: int, test_rows: int) -> tuple[str, ...]:
    if not repeats:
        return ()
    stand = "picture also stands" if repeats == 1 else "pictures also stand"
    return (f"{repeats:,} of {test_rows:,} test {stand}, pixel for pixel, among the training pictures.",)

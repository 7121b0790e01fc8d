"""Split files as shipped: which source they belong to, the test rows, and a digest of both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.datasets.splitting import PROCEDURE, SplitIndex
from grader.faults import DataError

FOLDER: Final = Path(__file__).parent / "splits"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """A split that was fixed once. `source_digest`: sha256 of the very file whose rows it numbers from 0."""

    dataset: str
    source_digest: str
    rows: int
    split: SplitIndex

    def to_json(self) -> str:
        body = {
            "dataset": self.dataset,
            "source_sha256": self.source_digest,
            "procedure": PROCEDURE,
            "rows": self.rows,
            "train_rows": len(self.split.train),
            "test_rows": len(self.split.test),
            "test": list(self.split.test),
        }
        body["sha256"] = _digest(body)
        return json.dumps(body, separators=(",", ":")) + "\n"


def read_index(dataset: str, folder: Path = FOLDER) -> IndexFile | None:
    """The shipped split of a data set, or None when none is shipped.

    Raises: DataError when the file was changed after it was made.
    """
    path = folder / f"{dataset}.json"
    if not path.is_file():
        return None
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body.pop("sha256") != _digest(body):
            raise ValueError("its digest does not belong to its content")
        test = tuple(int(i) for i in body["test"])
        chosen = set(test)
        train = tuple(i for i in range(int(body["rows"])) if i not in chosen)
        return IndexFile(
            dataset=str(body["dataset"]),
            source_digest=str(body["source_sha256"]),
            rows=int(body["rows"]),
            split=SplitIndex(train=train, test=test),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"this split file is damaged ({error})", where=str(path), fix="restore it from the distribution"
        ) from error


def _digest(body: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

"""A small served data set, a job around some cells, and the records a run of it wrote."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import grader
from grader.evidence.wire.frames import Frame, FrameDecoder
from grader.evidence.wire.job import Job, JobCell

PACKAGE = Path(grader.__file__).parent
TRAIN_ROWS, TEST_ROWS, REPEATED = 240, 60, 12


def messages() -> list[tuple[str, str]]:
    """300 (label, text) rows: commas, quotes, accents; 12 training rows repeat an earlier one."""
    chance = random.Random(5)
    words = [
        *("call", "me", "later", "ok", "see", "you", "at", "home", "free", "prize", "claim", "now"),
        *("text", "win", "cash", "lunch", "meeting", "tomorrow", "sorry"),
    ]
    marks = ["", ",", '"quoted" and', "£100", "it's", "naïve", "“so”", "; then"]
    rows: list[tuple[str, str]] = []
    for number in range(TRAIN_ROWS + TEST_ROWS):
        if 60 <= number < 60 + REPEATED:
            rows.append(rows[number - 50])
            continue
        spam = chance.random() < 0.3
        text = " ".join([chance.choice(marks), *chance.choices(words, k=8), f"no{number}"]).strip()
        rows.append(("spam" if spam else "ham", text))
    rows[20] = (rows[20][0], '"starts with a quote mark and never ends it no20')
    return rows


def write_data(folder: Path) -> Path:
    """`<folder>/sms-spam/manifest.json` and its rows, as the course writes them."""
    home = folder / "sms-spam"
    home.mkdir(parents=True)
    with (home / "rows.jsonl").open("w", encoding="utf-8") as out:
        for label, text in messages():
            out.write(json.dumps({"label": label, "text": text}) + "\n")
    manifest = {
        "dataset": "sms-spam",
        "kind": "labelled-text",
        "source": "synthetic",
        "profile": "quick",
        "train_rows": TRAIN_ROWS,
        "test_rows": TEST_ROWS,
        "classes": ["ham", "spam"],
        "label_names": "ham/spam",
        "rows": "rows.jsonl",
        "forms": [
            {"id": "kaggle", "file": "spam.csv", "names": ["spam.csv"], "delimiter": ",",
             "header": ["v1", "v2", "", "", ""], "encoding": "latin-1", "order": ["label", "text"]},
            {"id": "uci", "file": "SMSSpamCollection", "names": ["SMSSpamCollection", "SMSSpamCollection.txt"],
             "delimiter": "\t", "header": None, "encoding": "utf-8", "quoting": "none", "order": ["label", "text"]},
            {"id": "plain", "file": "sms_spam.csv", "names": ["sms_spam.csv"], "delimiter": ",",
             "header": ["label", "text"], "encoding": "utf-8", "order": ["label", "text"]},
        ],
    }  # fmt: skip
    (home / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@dataclass(slots=True)
class Run:
    """What a run wrote, decoded; `status` is the process's own."""

    frames: list[Frame]
    status: int
    log: str
    work: Path
    records: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for frame in self.frames:
            head = json.loads(frame.head)
            data = head["data"]
            self.records.append((head["type"], data))
            if head["type"] == "array":
                values = np.frombuffer(frame.payload, dtype=np.dtype(data["dtype"]).newbyteorder("<"))
                self.arrays[data["id"]] = values.reshape(data["shape"])
            elif head["type"] == "image":
                self.images[data["id"]] = frame.payload

    def of(self, type_: str) -> list[dict[str, Any]]:
        return [data for name, data in self.records if name == type_]

    def cell(self, position: int) -> dict[str, Any]:
        return next(data for data in self.of("cell") if data["position"] == position)

    def text(self, position: int, kind: str = "stream") -> str:
        return "".join(output["text"] for output in self.cell(position)["outputs"] if output["kind"] == kind)


def inside_only(folder: Path) -> Path:
    """A folder with nothing of ours but what may go into a sandbox."""
    target = folder / "pythonpath" / "grader"
    target.mkdir(parents=True)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copyfile(PACKAGE / "__init__.py", target / "__init__.py")
    shutil.copytree(PACKAGE / "inside", target / "inside", ignore=skip)
    (target / "evidence").mkdir()
    shutil.copyfile(PACKAGE / "evidence" / "__init__.py", target / "evidence" / "__init__.py")
    shutil.copytree(PACKAGE / "evidence" / "wire", target / "evidence" / "wire", ignore=skip)
    return target.parent


def run_cells(
    folder: Path,
    cells: list[str],
    *,
    files: dict[str, str] | None = None,
    datasets: tuple[str, ...] = ("sms-spam",),
    writers: Sequence[Callable[[Path], object]] = (),
    max_epochs: int | None = None,
    **settings: Any,
) -> Run:
    """Run code cells in a process of their own, as an executor would, and decode what it wrote."""
    data = write_data(folder / "data")
    for write in writers:
        write(data)
    companions, work, tmp = folder / "files", folder / "work", folder / "tmp"
    for made in (companions, work, tmp):
        made.mkdir()
    for name, content in (files or {}).items():
        (companions / name).write_text(content, encoding="utf-8")
    job = Job(
        cells=tuple(JobCell(position=n, kind="code", source=source) for n, source in enumerate(cells, start=1)),
        files=str(companions),
        data=str(data),
        datasets=datasets,
        seed=7,
        device="cpu",
        max_epochs=max_epochs,
        **settings,
    )
    (folder / "job.json").write_text(job.to_json(), encoding="utf-8")
    reading, writing = os.pipe()
    chunks: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(reading, chunks), daemon=True)
    reader.start()
    environment = {**os.environ, "PYTHONPATH": str(inside_only(folder)), "TMPDIR": str(tmp), "HOME": str(tmp)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-B", "-s", "-m", "grader.inside", str(folder / "job.json"), str(writing)],
        cwd=work, env=environment, pass_fds=(writing,), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=300)
    finally:
        # With what the cells have started: while any of it lives, the pipes have no end.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(writing)
        reader.join()
    frames = list(FrameDecoder().feed(b"".join(chunks)))
    return Run(frames=frames, status=process.returncode, log=out + err, work=work)


def _drain(fd: int, chunks: list[bytes]) -> None:
    while chunk := os.read(fd, 1 << 16):
        chunks.append(chunk)
    os.close(fd)

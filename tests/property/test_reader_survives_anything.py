"""Whatever comes out of a sandbox: valid evidence, or the reader's own refusal, and never anything else."""

from __future__ import annotations

import json
import math
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.datasets.dataset import Labels
from grader.evidence import gather
from grader.evidence.bundle import to_files
from grader.evidence.ending import Ending, EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.store import Store
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.records import LAYER_KINDS, Done, Output, Rows
from grader.faults import HostileEvidenceError
from grader.measure.measuring import measure
from tests.evidence import builders as b

RULES = settings(derandomize=True, deadline=None, max_examples=150)
WHOLE = b.encode(b.good_frames())
FRAMES = b.good_frames()
ENDINGS = st.sampled_from([b.FINISHED, b.KILLED, Ending(kind=EndingKind.EXITED_EARLY, detail="exit status 3")])

odd_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from([10**400, -1, 2**63, math.nan, "\ud800", "../../etc/passwd", "\x1b[31m", "=1+1", "<p>", "m1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def check(folder: Path, content: bytes, ending: Ending) -> Evidence | None:
    """Read; whatever comes back keeps every promise that Evidence makes."""
    try:
        evidence = b.read(folder / "stream", content, ending=ending)
    except HostileEvidenceError:
        assert ending.kind is EndingKind.FINISHED
        return None
    promises(evidence)
    return evidence


def promises(evidence: Evidence) -> None:
    for kind in (evidence.models, evidence.fits, evidence.predictions, evidence.figures, evidence.tables):
        assert len({record.id for record in kind}) == len(kind), "ids are unique within their kind"
    models = {model.id for model in evidence.models}
    for model in evidence.models:
        assert 0 <= model.trainable <= model.parameters
        assert all(layer.kind in LAYER_KINDS for layer in model.layers)
    for record in (*evidence.fits, *evidence.predictions):
        assert record.model in models
        check_rows(record.rows, evidence)
    for prediction in evidence.predictions:
        assert evidence.arrays[prediction.values].shape[0] == prediction.rows.count
    positions = {cell.position for cell in b.SUBMITTED}
    assert all(cell.position in positions for cell in evidence.cells)
    images = {o.image for cell in evidence.cells for o in cell.outputs} | {f.image for f in evidence.figures}
    assert images - {None} <= set(evidence.images)
    assert all(data.startswith(b"\x89PNG") for data in evidence.images.values())
    for text in texts(evidence):
        assert not any(c in text for c in "\x00\x1b\x07\r\x9b\u202e\ufeff")
        text.encode("utf-8")
    measured = measure(evidence, {"sms-spam": LABELS})
    for seen in measured.by_model.values():
        assert all(0 <= m.low <= m.value <= m.high <= 1 for m in seen.metrics.values())
    assert measured.by_model.keys() | measured.unmeasured.keys() == models


LABELS: Labels = b.labels()


def check_rows(rows: Rows, evidence: Evidence) -> None:
    assert rows.from_train + rows.from_test <= rows.count
    positions = evidence.indices(rows)
    if positions is not None:
        assert positions.shape == (rows.count,)
        assert rows.from_train == np.count_nonzero(positions < b.TRAIN)
        assert all(0 <= position < b.TRAIN + b.TEST for position in positions.tolist())


def texts(value: object) -> Iterator[str]:
    """Every text of the records; what the host wrote itself (the cells handed in) aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("submitted", "arrays", "images"):
                yield from texts(getattr(value, field.name))


@RULES
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=12), ENDINGS)
def test_flipped_bytes(folder: Path, flips: list[tuple[int, int]], ending: Ending) -> None:
    content = bytearray(WHOLE)
    for place, value in flips:
        content[place] = value
    check(folder, bytes(content), ending)


@RULES
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), ENDINGS)
def test_cut_at_either_end(folder: Path, start: int, stop: int, ending: Ending) -> None:
    check(folder, WHOLE[min(start, stop) : max(start, stop)], ending)


@RULES
@given(st.lists(st.sampled_from(FRAMES), max_size=60), ENDINGS)
def test_frames_in_any_order_any_number_of_times(folder: Path, frames: list[Frame], ending: Ending) -> None:
    evidence = check(folder, b.encode(frames), ending)
    assert evidence is None or evidence.stream_fault is None


@RULES
@given(st.binary(max_size=400), ENDINGS)
def test_noise(folder: Path, content: bytes, ending: Ending) -> None:
    check(folder, content, ending)
    check(folder, WHOLE[: len(WHOLE) // 2] + content, ending)


def paths(value: object, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield here
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths(item, (*here, key))
    elif isinstance(value, list):
        for place, item in enumerate(value[:5]):
            yield from paths(item, (*here, place))


@st.composite
def altered_frames(draw: st.DrawFn) -> list[Frame]:
    """A good stream in which values anywhere in a few heads are replaced, removed or added."""
    frames = list(FRAMES)
    for _ in range(draw(st.integers(1, 4))):
        number = draw(st.integers(0, len(frames) - 1))
        head = json.loads(frames[number].head)
        path = draw(st.sampled_from(list(paths(head))))
        value = draw(odd_values)
        inner: Any = head
        for step in path[:-1]:
            inner = inner[step]
        act = draw(st.sampled_from(["replace", "remove", "add"]))
        if not path:
            head = value
        elif act == "remove":
            del inner[path[-1]]
        elif act == "add" and isinstance(inner, dict):
            inner[draw(st.text(max_size=10))] = value
        else:
            inner[path[-1]] = value
        text = json.dumps(head, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
        frames[number] = Frame(text, draw(st.sampled_from([frames[number].payload, b"", b"\x00" * 8])))
    return frames


@settings(RULES, max_examples=400)
@given(altered_frames(), ENDINGS)
def test_any_value_anywhere(folder: Path, frames: list[Frame], ending: Ending) -> None:
    check(folder, b.encode(frames), ending)


@settings(RULES, max_examples=40)
@given(altered_frames())
def test_what_was_read_is_stored_and_comes_back(folder: Path, frames: list[Frame]) -> None:
    evidence = check(folder, b.encode(frames), b.KILLED)
    assert evidence is not None
    store = Store(folder / "attempts")
    store.save(evidence, None)
    assert store.has(b.KEY)
    assert to_files(store.load(b.KEY)) == to_files(evidence)


@RULES
@given(st.integers(1, 200_000), st.sampled_from([b"[", b'{"a":', b'"', b"\\", b"-", b"1", b"[[],", b'{"":{"":']))
def test_deep_and_endless_heads(folder: Path, repeats: int, piece: bytes) -> None:
    head = b'{"type":"note","data":' + piece * repeats
    evidence = check(folder, b.encode([*FRAMES[:3], Frame(head), *FRAMES[3:]]), b.FINISHED)
    assert evidence is not None
    assert evidence.stream_fault is not None
    assert evidence.environment == b.environment()


def test_memory_stays_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays nothing refers to, texts and lists over the caps: what is held at one time does not grow with them."""
    monkeypatch.setattr(gather, "MAX_KEPT_VALUES", 50_000)
    monkeypatch.setattr(gather, "MAX_KEPT_BYTES", 2 * 1024**2)
    array = b.array_frame("big", np.zeros(1_000_000))
    wide = Frame.of("note", {"cell": 2, "about": "x", "text": "y" * 500_000})
    printed = b.frame(b.ran(2, Output(kind="stream", name="stdout", text="z" * 900_000)))
    listed = Frame.of("metric", {"cell": 2, "name": "x", "source": "s", "value": [0.5] * 9_000})
    head, end = b.frame(b.environment()), b.frame(Done(cells_run=1, cells_failed=0))
    content = b.encode([head, *[array] * 10, *[wide] * 16, *[printed] * 3, *[listed] * 12, end])
    tracemalloc.start()
    evidence = b.read(folder / "stream", content, ending=b.FINISHED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert evidence.arrays == {}
    assert 0 < len(evidence.metrics) < 12, "the cap on bytes was reached"
    assert evidence.ending.kind is EndingKind.FINISHED, "the last record is read however full it is"
    assert len(content) > 80 * 1024**2
    assert peak < 16 * 1024**2

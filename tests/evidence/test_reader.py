"""The reader keeps what is valid, says what is not, and never obeys the stream."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.evidence import gather
from grader.evidence.ending import RAN_TO_THE_END, Ending, EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.records import ArrayHead, CellFailure, Done, Figure, ImageHead, Note, Output, Record, Rows
from grader.faults import HostileEvidenceError, MachineError
from tests.evidence import builders as b


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    return tmp_path / "stream"


def own_notes(evidence: Evidence) -> str:
    return " ".join(note.text for note in evidence.notes if note.about == "evidence")


def with_extra(*extra: Frame) -> list[Frame]:
    """The good stream with frames put before its last record."""
    frames = b.good_frames()
    return [*frames[:-1], *extra, frames[-1]]


def test_a_good_stream_is_read_whole(stream: Path) -> None:
    evidence = b.read(stream, b.good_frames())
    assert evidence.stream_fault is None
    assert own_notes(evidence) == ""
    assert evidence.ending == b.FINISHED
    assert [model.id for model in evidence.models] == ["m1", "m2"]
    assert evidence.model("m1") == b.rnn_model()
    assert [cell.position for cell in evidence.cells] == [2, 3, 4, 6]
    assert [fit.id for fit in evidence.fits] == ["f1", "f2"]
    assert evidence.fits[0] == b.fit("f1", "m1", 3)
    assert sorted(evidence.arrays) == ["a1", "a2", "rows-test", "rows-train"]
    assert evidence.arrays["a1"].shape == (b.TEST, 1)
    assert not evidence.arrays["a1"].flags.writeable
    assert evidence.images["i1"].startswith(b"\x89PNG")
    assert evidence.figures[0].axes[0].series[0].y == (0.6, 0.3, 0.2)
    assert evidence.environment == b.environment()


def test_the_later_record_with_an_id_stands(stream: Path) -> None:
    frames = with_extra(b.frame(b.rnn_model(names=("rnn", "best"))), b.frame(b.fit("f1", "m1", 3, epochs_run=9)))
    evidence = b.read(stream, frames)
    assert [model.id for model in evidence.models] == ["m1", "m2"], "a model keeps its place"
    assert evidence.model("m1").names == ("rnn", "best")
    assert [(fit.id, fit.epochs_run) for fit in evidence.fits] == [("f2", 3), ("f1", 9)], (
        "other records move to the end"
    )


def test_the_first_environment_stands(stream: Path) -> None:
    evidence = b.read(stream, with_extra(b.frame(replace(b.environment(), device="cuda"))))
    assert evidence.environment == b.environment()
    assert "a second one" in own_notes(evidence)


PREFIX = struct.Struct(">II")


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        pytest.param(PREFIX.pack(0xFFFFFFFF, 0) + b"{}", "claims 4,294,967,295", id="4 GB length"),
        pytest.param(PREFIX.pack(10, 0) + b"{}", "not JSON", id="a head shorter than it says"),
        pytest.param(PREFIX.pack(10, 60_000_000) + b"{}", "cut short", id="a payload that never comes"),
        pytest.param(b"abc", "claims", id="three stray bytes shift every length"),
        pytest.param(PREFIX.pack(7, 0) + b"garbage", "not JSON", id="garbage"),
        pytest.param(PREFIX.pack(2, 0) + b"[]", "not an object", id="a list"),
        pytest.param(PREFIX.pack(21, 0) + b'{"type":"x","data":1,', "not JSON", id="half an object"),
        pytest.param(PREFIX.pack(27, 0) + b'{"type":"x","data":1,"a":1}', "not an object", id="extra key"),
        pytest.param(PREFIX.pack(100, 0) + b"[" * 50 + b"]" * 50, "nested 50 deep", id="deep nesting"),
    ],
)
def test_from_the_first_invalid_frame_on_nothing_is_read(stream: Path, tail: bytes, why: str) -> None:
    frames = b.good_frames()
    evidence = b.read(stream, b.encode(frames[:8]) + tail + b.encode(frames[8:]))
    assert evidence.stream_fault is not None
    assert evidence.stream_fault.startswith("frame 9 at byte ")
    assert [model.id for model in evidence.models] == ["m1"], "what came before stands"
    assert evidence.fits == ()
    assert evidence.ending.kind is EndingKind.EXITED_EARLY
    assert why in evidence.stream_fault


def test_a_kill_in_mid_frame_is_no_fault_of_the_stream(stream: Path) -> None:
    whole = b.encode(b.good_frames())
    evidence = b.read(stream, whole[:-5], ending=b.KILLED)
    assert evidence.stream_fault is None
    assert "stopped while it wrote" in own_notes(evidence)
    assert evidence.ending == b.KILLED
    assert len(evidence.models) == 2


def spam(record: Record, payload: bytes = b"") -> Frame:
    return b.frame(record, payload)


def odd_rows(**changes: object) -> Rows:
    return replace(b.rows_of_test(), **changes)  # type: ignore[arg-type]


def placed_at(positions: np.ndarray) -> list[Frame]:
    """A prediction on rows at these positions."""
    rows = odd_rows(indices="i9")
    return [b.array_frame("i9", positions), spam(b.prediction("p9", "m1", 4, "a1", rows=rows))]


@pytest.mark.parametrize(
    ("frames", "why"),
    [
        pytest.param([Frame.of("grade", {"points": 100})], "unknown type 'grade'", id="unknown type"),
        pytest.param([Frame.of("done", {"cells_run": "4", "cells_failed": 0})], "a whole number", id="wrong type"),
        pytest.param([spam(b.environment(), b"x")], "payload where none belongs", id="payload of a plain record"),
        pytest.param([spam(b.fit("f9", "m9", 3))], "model 'm9', which no record introduced", id="unknown model"),
        pytest.param([spam(b.fit("f9", "m1", 99))], "cell 99, which was not handed in", id="unknown cell"),
        pytest.param([spam(b.ran(5))], "no code cell was handed in", id="a text cell cannot run"),
        pytest.param([spam(b.prediction("p9", "m1", 4, "a9"))], "array 'a9', which no record announced", id="no array"),
        pytest.param(
            [spam(b.prediction("p9", "m1", 4, "a1", rows=odd_rows(count=19, from_test=19)))],
            r"values of shape (20, 1) for 19 rows", id="rows and values disagree",
        ),
        pytest.param(
            placed_at(np.full(20, 60)),
            "outside the 60 rows", id="row past the end",
        ),
        pytest.param(
            placed_at(np.full(20, -1)),
            "outside the 60 rows", id="negative row",
        ),
        pytest.param(
            placed_at(np.zeros(20)),
            "row positions of type float64", id="rows as floats",
        ),
        pytest.param(
            [spam(b.prediction("p9", "m1", 4, "a1", rows=odd_rows(indices=None, from_test=21)))],
            "0 + 21 known rows of 20", id="more known than there are",
        ),
        pytest.param(
            [spam(ArrayHead(id="a9", dtype="float64", shape=(2**40, 2**40, 2**40)), b"12345678")],
            "8 bytes for an array that needs more than a disk holds", id="huge shape",
        ),
        pytest.param(
            [spam(ArrayHead(id="a9", dtype="float64", shape=(2,)), b"12345678")], "needs 16", id="short payload"
        ),
        pytest.param([spam(b.rnn_model(trainable=10**9))], "1,000,000,000 trainable of 261,361", id="more than all"),
        pytest.param([spam(b.rnn_model(framework="jax"))], "framework 'jax'", id="unknown framework"),
        pytest.param([spam(Note(cell=77, about="x", text="y"))], "cell 77", id="note outside the notebook"),
    ],
)  # fmt: skip
def test_a_record_that_is_wrong_in_itself_is_left_out(stream: Path, frames: list[Frame], why: str) -> None:
    evidence = b.read(stream, with_extra(*frames))
    assert why in own_notes(evidence)
    assert evidence.stream_fault is None
    assert evidence.ending.kind is EndingKind.FINISHED
    assert len(evidence.predictions) == 2
    assert len(evidence.fits) == 2


def test_a_bad_record_does_not_take_the_place_of_a_good_one(stream: Path) -> None:
    evidence = b.read(stream, with_extra(b.frame(b.rnn_model(framework="jax"))))
    assert evidence.model("m1") == b.rnn_model()


def test_left_out_records_are_counted(stream: Path) -> None:
    evidence = b.read(stream, with_extra(*[Frame.of("grade", {})] * 9))
    assert own_notes(evidence).startswith("9 records were left out as not following the schema")
    assert "and 4 more" in own_notes(evidence)


def test_rows_are_counted_anew(stream: Path) -> None:
    """What the stream says about rows is not believed where their positions are there."""
    claimed = replace(b.rows_of_train(), indices="mixed-rows", count=b.TEST, from_train=b.TEST)
    extra = [b.array_frame("mixed-rows", np.arange(30, 50)), b.frame(b.fit("f3", "m1", 3, rows=claimed))]
    fit = b.read(stream, with_extra(*extra)).fits[-1]
    assert (fit.rows.from_train, fit.rows.from_test, fit.rows.split) == (10, 10, "mixed")


def test_parts_of_a_fit_are_models_that_exist(stream: Path) -> None:
    extra = b.frame(b.fit("f3", "m1", 3, parts=("m2", "m99")))
    assert b.read(stream, with_extra(extra)).fits[-1].parts == ("m2",)


def test_a_layer_outside_the_vocabulary_is_other(stream: Path) -> None:
    layer = replace(b.lstm_model().layers[0], kind="capsule", class_name="Capsule")
    evidence = b.read(stream, with_extra(b.frame(b.lstm_model(layers=(layer,)))))
    assert [(item.kind, item.class_name) for item in evidence.model("m2").layers] == [("other", "Capsule")]


def test_pictures_that_cannot_be_shown_cost_only_themselves(stream: Path) -> None:
    extra = [
        b.frame(ImageHead(id="i2", cell=6, mime="image/png"), b"not a picture"),
        b.frame(Figure(id="g2", cell=6, title="second", axes=(), image="i2")),
        b.frame(Figure(id="g3", cell=6, title="third", axes=(), image="i3")),
        b.frame(b.ran(6, Output(kind="display", text="shown", image="i2"))),
    ]
    evidence = b.read(stream, with_extra(*extra))
    assert [(figure.id, figure.image) for figure in evidence.figures] == [("g1", "i1"), ("g2", None), ("g3", None)]
    assert evidence.cells[-1].outputs[0] == Output(kind="display", text="shown", image=None)
    assert "2 pictures are not shown" in own_notes(evidence)


def test_what_nothing_refers_to_is_not_kept(stream: Path) -> None:
    extra = [
        b.array_frame("big", np.zeros(100_000)),
        b.frame(ImageHead(id="i5", cell=6, mime="image/png"), b.small_png()),
    ]
    evidence = b.read(stream, with_extra(*extra))
    assert "big" not in evidence.arrays
    assert "i5" not in evidence.images


def test_printing_pushes_out_only_printing(stream: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MAX_KEPT_BYTES", 20_000)
    evidence = b.read(stream, with_extra(b.frame(b.ran(3, Output(kind="stream", name="stdout", text="z" * 30_000)))))
    assert [cell.position for cell in evidence.cells] == [2, 3, 4, 6], "that a cell ran is kept"
    assert (evidence.cells[1].outputs, evidence.cells[1].dropped_bytes) == ((), 30_000)
    assert (len(evidence.models), len(evidence.predictions)) == (2, 2)


def test_a_record_written_again_and_again_weighs_once(stream: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MAX_KEPT_BYTES", 20_000)
    evidence = b.read(stream, with_extra(*[b.frame(b.rnn_model())] * 200, b.frame(b.fit("f3", "m1", 3))))
    assert [fit.id for fit in evidence.fits] == ["f1", "f2", "f3"]


def failed(position: int) -> Frame:
    failure = CellFailure(name="ValueError", message="bad\nshape \x1b[31m(3,)", line=1, traceback="ValueError: bad")
    return b.frame(b.ran(position, status="failed", failure=failure))


def test_failed_cells_make_the_ending(stream: Path) -> None:
    ending = b.read(stream, with_extra(failed(4), failed(6))).ending
    assert ending.kind is EndingKind.CELL_FAILED
    assert ending.detail == "2 of 4 code cells failed; the first, cell 4: ValueError: bad shape (3,)"


def test_what_the_host_noticed_is_told_beside_the_failed_cell(stream: Path) -> None:
    seen = Ending(kind=EndingKind.FINISHED, detail=f"{RAN_TO_THE_END}; a subprocess was killed for memory")
    ending = b.read(stream, with_extra(failed(4)), ending=seen).ending
    assert ending.detail.endswith("ValueError: bad shape (3,); a subprocess was killed for memory")


def test_no_last_record_means_it_ended_early(stream: Path) -> None:
    ending = b.read(stream, b.good_frames()[:12]).ending
    assert ending.kind is EndingKind.EXITED_EARLY
    assert ending.detail == "the interpreter was ended by the code in cell 4; 2 of 4 code cells had been run"
    assert ending.exit_status == 0


def test_a_forged_end_counts_only_as_the_last_record(stream: Path) -> None:
    frames = b.good_frames()
    forged = [*frames[:5], b.frame(Done(cells_run=4, cells_failed=0)), *frames[5:12]]
    assert b.read(stream, forged).ending.kind is EndingKind.EXITED_EARLY


@pytest.mark.parametrize("kind", [kind for kind in EndingKind if kind is not EndingKind.FINISHED])
def test_what_the_host_saw_outranks_the_stream(stream: Path, kind: EndingKind) -> None:
    seen = Ending(kind=kind, detail="as the host saw it")
    assert b.read(stream, with_extra(failed(4)), ending=seen).ending == seen
    assert b.read(stream, b"", ending=seen).ending == seen


def test_an_attempt_killed_before_its_first_record_is_evidence_without_records(stream: Path) -> None:
    evidence = b.read(stream, b"", ending=b.KILLED)
    assert (evidence.environment, evidence.cells, evidence.models, evidence.stream_fault) == (None, (), (), None)
    assert evidence.submitted == b.SUBMITTED


@pytest.mark.parametrize("content", [b"", b"garbage and more garbage", PREFIX.pack(2, 0) + b"{}"])
def test_finished_without_any_valid_record_is_refused(stream: Path, content: bytes) -> None:
    with pytest.raises(HostileEvidenceError, match="left no evidence") as raised:
        b.read(stream, content)
    assert "To fix:" in str(raised.value)


def test_a_missing_stream_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot be read"):
        b.read_stream(
            tmp_path / "none", key=b.KEY, ending=b.FINISHED, usage=b.USAGE, isolation=b.ISOLATION,
            served=(b.SERVED,), submitted=b.SUBMITTED,
        )  # fmt: skip


def test_a_link_in_the_place_of_the_stream_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b.encode(b.good_frames()))
    (tmp_path / "stream").symlink_to(secret)
    with pytest.raises(MachineError):
        b.read_stream(
            tmp_path / "stream", key=b.KEY, ending=b.FINISHED, usage=b.USAGE, isolation=b.ISOLATION,
            served=(b.SERVED,), submitted=b.SUBMITTED,
        )  # fmt: skip


@pytest.mark.parametrize("shape", [(0, 2**53, 2**53), (2**53, 2**53, 0)])
def test_an_empty_array_of_an_absurd_shape_costs_only_itself(stream: Path, shape: tuple[int, ...]) -> None:
    rows = Rows(split="test", count=0, from_train=0, from_test=0, how="content")
    absurd = b.frame(ArrayHead(id="z", dtype="float64", shape=shape))
    evidence = b.read(stream, with_extra(absurd, b.frame(b.prediction("p9", "m1", 4, "z", rows=rows))))
    assert [each.id for each in evidence.predictions] == ["p1", "p2"]
    assert "prediction" in own_notes(evidence)


def test_one_picture_is_shown_by_one_output(stream: Path) -> None:
    """Ten thousand outputs naming one large picture would be written out ten thousand times."""
    shown = [Output(kind="display", image="i1")] * 50
    evidence = b.read(stream, with_extra(b.frame(b.ran(6, *shown))))
    (last,) = (cell for cell in evidence.cells if cell.position == 6)
    assert [output.image for output in last.outputs] == ["i1", *[None] * 49]
    assert evidence.figures[0].image == "i1", "a figure may show what an output shows"


def test_row_positions_have_a_cap_over_all_records(stream: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.evidence.references.MAX_POSITIONS", 200)
    extra = [b.frame(b.prediction(f"q{i}", "m1", 4, "a1")) for i in range(50)]
    evidence = b.read(stream, with_extra(*extra))
    assert len(evidence.predictions) < 12
    assert "row positions" in own_notes(evidence)

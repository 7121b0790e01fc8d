"""A realistic stream of evidence for the SMS spam problem, and the host's own facts beside it.

Two models (an RNN and an LSTM), two fits with histories, their answers on all test rows, a figure with a small
picture, a table and a substitution: what a good notebook leaves behind, on 40 training and 20 test rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from grader.datasets.dataset import Labels
from grader.evidence.ending import Ending, EndingKind, Isolation, Usage
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.reader import read_stream
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    RECORD_TYPES,
    ArrayHead,
    Axes,
    CellRun,
    CellStarted,
    Done,
    Environment,
    EpochEnded,
    Figure,
    Fit,
    ImageHead,
    Layer,
    MetricCall,
    Model,
    Note,
    Output,
    Prediction,
    Record,
    Rows,
    Series,
    Substitution,
    Table,
)

TRAIN: Final = 40
TEST: Final = 20
KEY: Final = "0123456789abcdef" * 4
FINISHED: Final = Ending(kind=EndingKind.FINISHED, detail="the run came to its own end", exit_status=0)
KILLED: Final = Ending(kind=EndingKind.TIMED_OUT, detail="stopped after 1,800 s", signal=9)
USAGE: Final = Usage(
    wall_seconds=41.5, cpu_seconds=39.25, peak_memory_bytes=734_003_200, output_bytes=48_213, processes=14
)
ISOLATION: Final = Isolation(
    executor="bubblewrap", level="namespaces", detail="own user, mount, pid, ipc, uts and network namespaces"
)
SERVED: Final = ServedData(
    dataset="sms-spam", source="synthetic", profile="quick", train_rows=TRAIN, test_rows=TEST,
    digest="d" * 64, train_digest="1" * 64, test_digest="2" * 64,
)  # fmt: skip
SUBMITTED: Final = (
    JobCell(position=1, kind="text", source="# SMS spam"),
    JobCell(position=2, kind="code", source="import pandas as pd\ndf = pd.read_csv('spam.csv', encoding='latin-1')"),
    JobCell(position=3, kind="code", source="rnn = build_rnn()\nh1 = rnn.fit(X, y, epochs=3)"),
    JobCell(position=4, kind="code", source="lstm = build_lstm()\nh2 = lstm.fit(X, y, epochs=3)"),
    JobCell(position=5, kind="text", source="The LSTM is better."),
    JobCell(position=6, kind="code", source="plt.plot(h1.history['loss']); plt.show()"),
)


def labels() -> Labels:
    """Every fifth row is spam, on both sides of the split."""
    codes = (np.arange(TRAIN + TEST) % 5 == 0).astype(np.int64)
    return Labels(
        dataset="sms-spam", classes=("ham", "spam"), positive="spam", codes=codes, train_rows=TRAIN, test_rows=TEST
    )


def frame(record: Record, payload: bytes = b"") -> Frame:
    """As the runner inside writes it."""
    name = next(name for name, kind in RECORD_TYPES.items() if kind is type(record))
    return Frame.of(name, asdict(record), payload)


def array_frame(array_id: str, values: np.ndarray) -> Frame:
    dtype = values.dtype.name
    head = ArrayHead(id=array_id, dtype=dtype, shape=values.shape)  # type: ignore[arg-type]  # a name the wire knows
    return frame(head, np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes())


@cache
def small_png(width: int = 24, height: int = 16) -> bytes:
    out = io.BytesIO()
    pixels = np.arange(width * height * 3, dtype=np.uint32).reshape(height, width, 3) * 7 % 256
    Image.fromarray(pixels.astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


def rows_of_test(indices: str | None = "rows-test") -> Rows:
    return Rows(
        split="test",
        count=TEST,
        from_train=0,
        from_test=TEST,
        how="labels in order",
        indices=indices,
        dataset="sms-spam",
    )


def rows_of_train(indices: str | None = "rows-train") -> Rows:
    return Rows(
        split="train",
        count=TRAIN,
        from_train=TRAIN,
        from_test=0,
        how="labels in order",
        indices=indices,
        dataset="sms-spam",
    )


def rnn_model(**changes: object) -> Model:
    layers = (
        _layer("embedding", "Embedding", 250_000, input_dim=5_000, output_dim=50),
        _layer("simple_rnn", "SimpleRNN", 2_656, units=32, activation="tanh", return_sequences=False),
        _layer("dense", "Dense", 8_448, units=256, activation="relu"),
        _layer("dropout", "Dropout", 0, rate=0.25),
        _layer("dense", "Dense", 257, units=1, activation="sigmoid"),
    )
    return _model("m1", "rnn", 3, 1, layers, changes)


def lstm_model(**changes: object) -> Model:
    layers = (
        _layer("embedding", "Embedding", 250_000, input_dim=5_000, output_dim=50),
        _layer("lstm", "LSTM", 10_624, units=32, activation="tanh", kernel_size=(3, 3)),
        _layer("dense", "Dense", 33, units=1, activation="sigmoid"),
    )
    return _model("m2", "lstm", 4, 2, layers, changes)


def _model(model_id: str, name: str, cell: int, order: int, layers: tuple[Layer, ...], changes: object) -> Model:
    total = sum(layer.parameters for layer in layers)
    values: dict[str, object] = {
        "id": model_id, "names": (name,), "framework": "keras", "class_name": "Sequential", "cell": cell,
        "order": order, "built": True, "layers": layers, "parameters": total, "trainable": total,
        "input_shape": (150,), "output_shape": (1,), **dict(changes),  # type: ignore[call-overload]
    }  # fmt: skip
    return Model(**values)  # type: ignore[arg-type]


def _layer(kind: str, class_name: str, parameters: int, **settings: object) -> Layer:
    return Layer(
        kind=kind, class_name=class_name, name=f"{kind}_1", output_shape=(None, 32), parameters=parameters,
        trainable=parameters, settings=settings,  # type: ignore[arg-type]
    )  # fmt: skip


def fit(fit_id: str, model: str, cell: int, *, rows: Rows | None = None, **changes: object) -> Fit:
    values: dict[str, object] = {
        "id": fit_id, "model": model, "cell": cell, "optimizer": "adam", "learning_rate": 0.001,
        "loss": "binary_crossentropy", "epochs_asked": 3, "epochs_run": 3, "batch_size": 32,
        "rows": rows or rows_of_train(), "history": {"loss": (0.6, 0.3, 0.2), "accuracy": (0.8, 0.9, 0.95)},
        "seconds": 4.5, **changes,
    }  # fmt: skip
    return Fit(**values)  # type: ignore[arg-type]


def prediction(prediction_id: str, model: str, cell: int, values: str, **changes: object) -> Prediction:
    facts: dict[str, object] = {
        "id": prediction_id, "model": model, "cell": cell, "source": "predict", "output": "probability",
        "values": values, "rows": rows_of_test(), "classes": ("ham", "spam"), **changes,
    }  # fmt: skip
    return Prediction(**facts)  # type: ignore[arg-type]


def answers(wrong: Sequence[int] = ()) -> np.ndarray:
    """Probabilities of spam for the test rows, right but for the named places, of shape (20, 1)."""
    true = labels().codes[TRAIN:]
    values = np.where(true == 1, 0.9, 0.1)
    values[list(wrong)] = 1 - values[list(wrong)]
    return values.astype(np.float32).reshape(-1, 1)


def environment() -> Environment:
    return Environment(
        python="3.11.9", platform="Linux x86_64", libraries={"keras": "3.15.0", "numpy": "2.4.6"}, device="cpu",
        device_name="CPU, 2 cores", cpus=2, seed=11,
    )  # fmt: skip


def ran(position: int, *outputs: Output, **changes: object) -> CellRun:
    values: dict[str, object] = {
        "position": position, "status": "ok", "seconds": 1.25, "prompt": position, "outputs": outputs, **changes
    }  # fmt: skip
    return CellRun(**values)  # type: ignore[arg-type]


def good_frames() -> list[Frame]:
    """The whole stream of a good notebook, in the order the runner writes it."""
    loss = Series(label="loss", kind="line", points=3, x=(0.0, 1.0, 2.0), y=(0.6, 0.3, 0.2))
    axes = Axes(title="Training loss", xlabel="epoch", ylabel="loss", legend=("loss",), series=(loss,))
    table = Table(
        id="t1", cell=6, columns=("model", "accuracy"), index=("0", "1"), rows=(("rnn", "0.95"), ("lstm", "1"))
    )
    shown = Output(kind="display", text="<Figure size 640x480>", image="i1")
    return [
        frame(environment()),
        frame(CellStarted(position=2, number=1, of=4)),
        frame(Substitution(cell=2, asked="spam.csv", served="sms-spam, all 60 rows", how="read_csv")),
        frame(ran(2)),
        frame(CellStarted(position=3, number=2, of=4)),
        frame(rnn_model(built=False, layers=(), parameters=0, trainable=0)),
        frame(EpochEnded(model="m1", epoch=1, of=3)),
        frame(rnn_model()),
        array_frame("rows-train", np.arange(TRAIN, dtype=np.int64)),
        frame(fit("f1", "m1", 3)),
        frame(ran(3, Output(kind="stream", name="stdout", text="Epoch 1/3\nloss: 0.6\n"))),
        frame(CellStarted(position=4, number=3, of=4)),
        frame(lstm_model()),
        frame(fit("f2", "m2", 4, history={"loss": (0.5, float("nan"), 0.1)})),
        array_frame("rows-test", np.arange(TRAIN, TRAIN + TEST, dtype=np.int64)),
        array_frame("a1", answers(wrong=(0,))),
        frame(prediction("p1", "m1", 4, "a1")),
        array_frame("a2", answers()),
        frame(prediction("p2", "m2", 0, "a2", source="probe")),
        frame(
            MetricCall(cell=4, name="accuracy", value=0.95, source="keras.evaluate", model="m1", rows=rows_of_test())
        ),
        frame(ran(4)),
        frame(CellStarted(position=6, number=4, of=4)),
        frame(ImageHead(id="i1", cell=6, mime="image/png"), small_png()),
        frame(Figure(id="g1", cell=6, title="", axes=(axes,), image="i1")),
        frame(table),
        frame(Note(cell=6, about="figures", text="one figure was drawn twice")),
        frame(ran(6, shown)),
        frame(Done(cells_run=4, cells_failed=0)),
    ]


def encode(frames: Iterable[Frame]) -> bytes:
    return b"".join(each.encode() for each in frames)


def read(path: Path, content: bytes | Iterable[Frame], *, ending: Ending = FINISHED, **changes: object) -> Evidence:
    """Put a stream on disk and read it as the pipeline does."""
    path.write_bytes(content if isinstance(content, bytes) else encode(content))
    facts: dict[str, object] = {
        "key": KEY, "ending": ending, "usage": USAGE, "isolation": ISOLATION, "served": (SERVED,),
        "submitted": SUBMITTED, **changes,
    }  # fmt: skip
    return read_stream(path, **facts)  # type: ignore[arg-type]


def good_evidence(folder: Path) -> Evidence:
    return read(folder / "good.stream", good_frames())

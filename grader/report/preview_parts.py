"""Pieces of invented but valid facts, for looking at reports and for their tests. No number here was measured."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Final

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.audit.finding import Claim, ClaimVerdict, Finding
from grader.checks.base import Awarded, Band, Case, Hint, NotAssessed, ReferenceCase, RoleMatch
from grader.evidence.ending import Ending, EndingKind, Isolation, Usage
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    Axes,
    CellFailure,
    CellRun,
    Environment,
    Figure,
    Fit,
    Layer,
    Model,
    Rows,
    Series,
    Setting,
    Substitution,
)
from grader.intake.submission import Notebook, Submission
from grader.measure.measurements import Classification, Measured, Measurements, Provenance
from grader.report.facts import ReportFacts

VERSION: Final = "0.1.0"
TRAIN, TEST = 4459, 1115
ISOLATION = Isolation(
    executor="bubblewrap", level="namespaces", detail="own namespaces, read-only system, no network, no capabilities"
)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def layer(kind: str, class_name: str, output: tuple[int | None, ...], parameters: int, **settings: Setting) -> Layer:
    return Layer(
        kind=kind,
        class_name=class_name,
        name=class_name.lower(),
        output_shape=output,
        parameters=parameters,
        trainable=parameters,
        settings=dict(settings),
    )


def rnn_layers(*, rate: float = 0.25, dense: int = 256) -> tuple[Layer, ...]:
    return (
        layer("embedding", "Embedding", (150, 50), 250_000, input_dim=5000, output_dim=50),
        layer("simple_rnn", "SimpleRNN", (32,), 2_656, units=32, activation="tanh"),
        layer("dense", "Dense", (dense,), 33 * dense, units=dense, activation="relu"),
        layer("dropout", "Dropout", (dense,), 0, rate=rate),
        layer("dense", "Dense", (1,), dense + 1, units=1, activation="sigmoid"),
    )


def lstm_layers() -> tuple[Layer, ...]:
    return (
        layer("embedding", "Embedding", (150, 50), 250_000, input_dim=5000, output_dim=50),
        layer("lstm", "LSTM", (32,), 10_624, units=32, activation="tanh"),
        layer("dense", "Dense", (1,), 33, units=1, activation="sigmoid"),
    )


def model(
    id_: str, name: str, cell: int, order: int, layers: tuple[Layer, ...], class_name: str = "Sequential"
) -> Model:
    return Model(
        id=id_,
        names=(name,),
        framework="keras",
        class_name=class_name,
        cell=cell,
        order=order,
        built=True,
        layers=layers,
        parameters=sum(part.parameters for part in layers),
        trainable=sum(part.trainable for part in layers),
        input_shape=(150,),
        output_shape=(1,),
    )


def curve(start: float, end: float, epochs: int, wobble: float = 0.0, rise: float = 0.0) -> tuple[float, ...]:
    """A smooth fall from `start` towards `end`, rising again by `rise` in the second half."""
    values = []
    for i in range(epochs):
        value = end + (start - end) * math.exp(-0.9 * i) + wobble * math.sin(2.4 * i)
        values.append(round(value + rise * max(0.0, (i - epochs / 2) / epochs), 6))
    return tuple(values)


def rows(count: int, split: str, *, from_test: int = 0) -> Rows:
    return Rows(split=split, count=count, from_train=count - from_test, from_test=from_test, how="split call")


def fit(
    id_: str,
    model_id: str,
    cell: int,
    epochs: int,
    history: Mapping[str, tuple[float, ...]],
    *,
    seconds: float = 31.0,
    batch: int = 32,
) -> Fit:
    return Fit(
        id=id_,
        model=model_id,
        cell=cell,
        optimizer="adam",
        learning_rate=0.001,
        loss="binary_crossentropy",
        epochs_asked=epochs,
        epochs_run=epochs,
        batch_size=batch,
        rows=rows(TRAIN, "train"),
        validation="fraction",
        validation_fraction=0.1,
        history=dict(history),
        seconds=seconds,
    )


def history(epochs: int, level: float, rise: float = 0.0) -> dict[str, tuple[float, ...]]:
    return {
        "loss": curve(0.31, 0.004, epochs),
        "accuracy": curve(0.88, 0.999, epochs),
        "val_loss": curve(0.22, 0.062, epochs, 0.003, rise),
        "val_accuracy": curve(0.93, level, epochs, 0.001),
    }


def classification(model_id: str, ham_wrong: int, spam_wrong: int, *, trained_on_test: int = 0) -> Classification:
    """966 ham and 149 spam rows of which so many were called the other class."""
    ham, spam = 966, 149
    confusion = ((ham - ham_wrong, ham_wrong), (spam_wrong, spam - spam_wrong))
    hits, called = spam - spam_wrong, spam - spam_wrong + ham_wrong
    precision, recall = (hits / called if called else 0.0), hits / spam
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    values = {
        "accuracy": ((ham + spam - ham_wrong - spam_wrong) / TEST, TEST),
        "precision": (precision, max(called, 1)),
    }
    values |= {"recall": (recall, spam), "f1": (f1, TEST), "majority": (ham / TEST, TEST)}
    return Classification(
        model=model_id,
        prediction=f"p-{model_id}",
        classes=("ham", "spam"),
        positive="spam",
        confusion=confusion,
        n=TEST,
        metrics={name: measured(name, value, n) for name, (value, n) in values.items()},
        trained_on_test=trained_on_test,
    )


def measured(name: str, value: float, n: int, provenance: Provenance = Provenance.OBSERVED) -> Measured:
    """With the Wilson interval."""
    z = 1.959964
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
    return Measured(name=name, value=value, n=n, low=middle - half, high=middle + half, provenance=provenance)


def notebook(sources: Sequence[tuple[str, str]], *, name: str = "a2.ipynb", first_prompt: int = 1) -> Notebook:
    """Args: (kind, source) per cell."""
    prompts: list[int | None] = []
    at = first_prompt
    for kind, _ in sources:
        prompts.append(at if kind == "code" else None)
        at += kind == "code"
    cells = tuple(
        JobCell(position=i, kind="code" if kind == "code" else "text", source=source)
        for i, (kind, source) in enumerate(sources, start=1)
    )
    return Notebook(name=name, cells=cells, prompts=tuple(prompts), outputs=(), format="ipynb 4.5")


SOURCES = (
    ("text", "# Assignment 2: spam or ham"),
    ("code", "import pandas as pd\nimport numpy as np"),
    ("code", "df = pd.read_csv('/content/drive/MyDrive/spam.csv', encoding='latin-1')"),
    ("code", "df = df[['v1', 'v2']]; df.columns = ['label', 'text']"),
    ("text", "## Tokenise and pad"),
    ("code", "tok = Tokenizer(num_words=5000)\ntok.fit_on_texts(df.text)"),
    ("code", "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)"),
    ("text", "## Simple RNN"),
    ("code", "model = Sequential()\nmodel.add(Embedding(5000, 50))"),
    ("code", "history = model.fit(X_train, y_train, epochs=10, validation_split=0.1)"),
    ("code", "plt.plot(history.history['loss'])"),
    ("code", "print('Test accuracy:', model.evaluate(X_test, y_test)[1])"),
    ("text", "## LSTM"),
    ("code", "model = Sequential()\nmodel.add(Embedding(5000, 50))\nmodel.add(LSTM(32))"),
    ("code", "h2 = model.fit(X_train, y_train, epochs=10, validation_split=0.1)"),
    ("code", "print(classification_report(y_test, y_pred))"),
    ("code", "pd.DataFrame({'model': ['RNN', 'LSTM'], 'accuracy': [0.9839, 0.9848]})"),
    ("text", "The LSTM is better because it remembers longer."),
)


def submission(
    id_: str, student: str, book: Notebook | None, *, problem: str | None = None, fix: str | None = None
) -> Submission:
    return Submission(
        id=id_,
        student=student,
        path=Path(f"submissions/aml-a2-sequences/{id_}"),
        notebook=book,
        files=None,
        digest=digest(id_),
        submitted_at="2026-11-14T23:41:00Z",
        problem=problem,
        fix=fix,
    )


def evidence(
    models: tuple[Model, ...],
    fits: tuple[Fit, ...],
    *,
    key: str = "attempt",
    sources: Sequence[tuple[str, str]] = SOURCES,
    ending: Ending | None = None,
    cells: tuple[CellRun, ...] | None = None,
    figures: tuple[Figure, ...] = (),
    images: Mapping[str, bytes] | None = None,
    substitutions: tuple[Substitution, ...] = (),
    wall: float = 96.4,
) -> Evidence:
    book = notebook(sources)
    runs = cells if cells is not None else cell_runs(fits)
    return Evidence(
        key=digest(key),
        ending=ending or Ending(kind=EndingKind.FINISHED, detail="The notebook came to its end."),
        usage=Usage(
            wall_seconds=wall, cpu_seconds=141.2, peak_memory_bytes=1_412_000_000, output_bytes=412_000, processes=31
        ),
        isolation=ISOLATION,
        served=(
            ServedData(
                dataset="sms-spam",
                source="synthetic",
                profile="full",
                train_rows=TRAIN,
                test_rows=TEST,
                digest=digest("served"),
                train_digest=digest("train"),
                test_digest=digest("test"),
            ),
        ),
        submitted=book.cells,
        environment=Environment(
            python="3.11.2",
            platform="Linux x86-64",
            libraries={
                "tensorflow": "2.21.0",
                "keras": "3.15.1",
                "scikit-learn": "1.9.1",
                "numpy": "2.4.6",
                "pandas": "3.1.1",
            },
            device="cpu",
            device_name="CPU, 2 cores",
            cpus=2,
            seed=11,
        ),
        cells=runs,
        models=models,
        fits=fits,
        figures=figures,
        images=images or {},
        substitutions=substitutions,
    )


def cell_runs(fits: Sequence[Fit]) -> tuple[CellRun, ...]:
    """All code cells of SOURCES run well; a cell that trains takes as long as its training."""
    seconds = {one.cell: one.seconds + 0.3 for one in fits}
    return tuple(
        cell_run(i, seconds=seconds.get(i, 0.6)) for i, (kind, _) in enumerate(SOURCES, start=1) if kind == "code"
    )


def cell_run(position: int, status: str = "ok", seconds: float = 0.6) -> CellRun:
    return CellRun(position=position, status="failed" if status == "failed" else "ok", seconds=seconds, prompt=position)


def picture(lines: Sequence[Sequence[float]], width: int = 640, height: int = 420) -> bytes:
    """A small plot as PNG, as a notebook would leave one."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 20, width - 20, height - 50), outline=(40, 40, 40))
    top = max(max(line) for line in lines)
    for values, colour in zip(lines, ((31, 119, 180), (255, 127, 14), (44, 160, 44)), strict=False):
        step = (width - 100) / max(1, len(values) - 1)
        points = [(70 + i * step, height - 60 - v / top * (height - 90)) for i, v in enumerate(values)]
        pen.line(points, fill=colour, width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def loss_figure(id_: str, cell: int, title: str) -> Figure:
    line = Series(label="train", kind="line", points=10)
    axes = Axes(title=title, xlabel="epoch", ylabel="loss", legend=("train", "validation"), series=(line, line))
    return Figure(id=id_, cell=cell, title="", axes=(axes,), image=f"image-{id_}")


def judged(
    number: str,
    title: str,
    possible: int,
    earned: str | None,
    because: str,
    cells: tuple[int, ...] = (),
    hint: Hint | None = None,
    check: str = "metric",
) -> Judged:
    """`earned` None: not assessed."""
    outcome = NotAssessed(because, cells) if earned is None else Awarded(Fraction(earned), because, cells)
    return Judged(
        id=f"c{number}",
        number=number,
        title=title,
        check=check,
        possible=Fraction(possible),
        outcome=outcome,
        public=True,
        hint=hint,
    )


def assessment(*problems: ProblemAssessment, attempt: str | None = "attempt") -> Assessment:
    return Assessment(
        assignment="aml-a2-sequences",
        title="Assignment 2: Sequence models",
        rubric_digest=digest("rubric"),
        attempt_key=digest(attempt) if attempt else None,
        problems=problems,
    )


def problem(*criteria: Judged, title: str = "SMS spam with an RNN and an LSTM") -> ProblemAssessment:
    return ProblemAssessment(id="spam", title=title, criteria=criteria)


def finding(
    quantity: str,
    value: float,
    text: str,
    cell: int,
    model_id: str | None,
    verdict: ClaimVerdict,
    said: str,
    *,
    criterion: str | None = None,
    points: int = 0,
    origin: str = "saved output",
) -> Finding:
    claim = Claim(
        quantity=quantity, value=value, text=text, cell=cell, origin=origin, model=model_id, digits=4, split="test"
    )
    return Finding(
        claim=claim, measured=said, verdict=verdict, value=None, criterion=criterion, points=Fraction(points)
    )


def reference_case() -> ReferenceCase:
    rnn, lstm = model("r-rnn", "rnn", 5, 1, rnn_layers()), model("r-lstm", "lstm", 8, 2, lstm_layers())
    measurements = Measurements(
        by_model={"r-rnn": classification("r-rnn", 5, 12), "r-lstm": classification("r-lstm", 4, 11)}
    )
    fits = (fit("f1", "r-rnn", 6, 10, history(10, 0.985)), fit("f2", "r-lstm", 9, 10, history(10, 0.988)))
    return ReferenceCase(
        evidence=evidence((rnn, lstm), fits, key="reference"),
        measurements=measurements,
        roles=roles(rnn, lstm),
        bands=bands(),
    )


def bands() -> dict[tuple[str, str], Band]:
    means = {
        ("rnn", "accuracy"): (0.9846, 0.0014),
        ("rnn", "precision"): (0.9660, 0.0090),
        ("rnn", "recall"): (0.9182, 0.0101),
        ("rnn", "f1"): (0.9415, 0.0052),
        ("lstm", "accuracy"): (0.9864, 0.0012),
        ("lstm", "precision"): (0.9720, 0.0080),
        ("lstm", "recall"): (0.9262, 0.0094),
        ("lstm", "f1"): (0.9485, 0.0046),
    }
    return {key: Band(mean=mean, sd=sd, seeds=5, values=(mean,) * 5) for key, (mean, sd) in means.items()}


def roles(rnn: Model | None, lstm: Model | None) -> dict[str, RoleMatch]:
    def match(role: str, found: Model | None, wanted: str) -> RoleMatch:
        rule = (
            "the only one that fits"
            if found
            else f"Looked for a model with an Embedding and then {wanted}, with one output."
        )
        return RoleMatch(role=role, model=found, rule=rule, candidates=(found.id,) if found else ())

    return {"rnn": match("rnn", rnn, "a SimpleRNN layer"), "lstm": match("lstm", lstm, "an LSTM layer")}


def case(
    seen: Evidence, measurements: Measurements, found: dict[str, RoleMatch], reference: ReferenceCase | None
) -> Case:
    return Case(evidence=seen, measurements=measurements, roles=found, reference=reference, full_profile=True)


def facts_of(
    submission: Submission,
    judged: Assessment,
    seen: Evidence | None,
    *,
    cases: Mapping[str, Case],
    findings: tuple[Finding, ...] = (),
) -> ReportFacts:
    return ReportFacts(
        submission=submission,
        assessment=judged,
        evidence=seen,
        measurements=next((c.measurements for c in cases.values()), Measurements()),
        findings=findings,
        cases=cases,
        version=VERSION,
        profile="full",
        attempt=1,
        graded_at="2026-11-20T08:12:00Z",
        device="CPU, 2 cores",
        memory="8 GiB memory",
        rerun="grader check a2.ipynb --assignment aml-a2-sequences --profile quick",
        isolation=ISOLATION if seen is not None else None,
        wall_limit_seconds=1800,
        memory_limit_bytes=6 * 1024**3,
        full_marks={("spam", role, "accuracy"): limit for role, limit in (("rnn", 0.9761), ("lstm", 0.9782))},
    )


def failed_cell(position: int) -> CellRun:
    failure = CellFailure(name="NameError", message="name 'acc_lstm' is not defined", line=1, traceback="")
    return replace(cell_run(position, "failed"), failure=failure)

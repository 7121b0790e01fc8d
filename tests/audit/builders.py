"""Evidence, measurements and assessments made by hand for the tests of the audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.checks.base import Awarded, Case, RoleMatch
from grader.evidence.ending import Ending, EndingKind, Isolation, Usage
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import CellRun, Fit, Layer, MetricCall, Model, Output, Prediction, Rows
from grader.intake.submission import Notebook, SavedOutput
from grader.measure.measurements import Classification, Measured, Measurements, Provenance

TEST_ROWS = 250


def layer(kind: str, class_name: str, parameters: int) -> Layer:
    return Layer(
        kind=kind, class_name=class_name, name=kind, output_shape=None, parameters=parameters, trainable=parameters
    )


def rnn(cell: int = 2, names: tuple[str, ...] = ("model",), parameters: int = 261_361) -> Model:
    layers = (
        layer("embedding", "Embedding", 250_000),
        layer("simple_rnn", "SimpleRNN", 2_656),
        layer("dense", "Dense", parameters - 252_656),
    )
    return model("m1", names, cell, layers, parameters)


def lstm(cell: int = 4, names: tuple[str, ...] = ("model",), parameters: int = 260_657) -> Model:
    layers = (
        layer("embedding", "Embedding", 250_000),
        layer("lstm", "LSTM", 10_624),
        layer("dense", "Dense", parameters - 260_624),
    )
    return model("m2", names, cell, layers, parameters)


def model(id_: str, names: tuple[str, ...], cell: int, layers: tuple[Layer, ...], parameters: int) -> Model:
    return Model(
        id=id_,
        names=names,
        framework="keras",
        class_name="Sequential",
        cell=cell,
        order=int(id_[1:]),
        built=True,
        layers=layers,
        parameters=parameters,
        trainable=parameters,
    )


def rows(split: str = "test", count: int = TEST_ROWS) -> Rows:
    tests = count if split == "test" else 0
    return Rows(split=split, count=count, from_train=count - tests, from_test=tests, how="labels in order")


def fit(model_id: str, cell: int, *, asked: int = 10, ran: int = 5, accuracy: float = 0.998) -> Fit:
    curve = tuple(round(accuracy - 0.01 * (ran - n), 4) for n in range(1, ran + 1))
    return Fit(
        id=f"f{model_id}{cell}",
        model=model_id,
        cell=cell,
        optimizer="adam",
        learning_rate=0.001,
        loss="binary_crossentropy",
        epochs_asked=asked,
        epochs_run=ran,
        batch_size=32,
        rows=rows("train", 1000),
        history={"accuracy": curve, "val_accuracy": curve},
    )


def prediction(model_id: str, cell: int, split: str = "test", count: int = TEST_ROWS) -> Prediction:
    return Prediction(
        id=f"p{model_id}{cell}{split}",
        model=model_id,
        cell=cell,
        source="evaluate",
        output="probability",
        values="a1",
        rows=rows(split, count),
    )


def metric(model_id: str, cell: int, value: float, split: str = "test") -> MetricCall:
    return MetricCall(
        cell=cell, name="accuracy", value=value, source="sklearn.accuracy_score", model=model_id, rows=rows(split)
    )


def measured(name: str, value: float, n: int = TEST_ROWS, half: float = 0.03) -> Measured:
    low, high = max(0.0, value - half), min(1.0, value + half)
    return Measured(name=name, value=value, n=n, low=low, high=high, provenance=Provenance.OBSERVED)


def classification(model_id: str, accuracy: float, *, leaked: int = 0) -> Classification:
    # 217 ham and 33 spam; what accuracy leaves over is missed spam, then false alarms.
    wrong = round((1 - accuracy) * TEST_ROWS)
    missed, alarms = min(wrong, 33), max(0, wrong - 33)
    hits = 33 - missed
    precision = hits / (hits + alarms) if hits + alarms else 0.0
    recall = hits / 33
    f1 = 2 * hits / (2 * hits + missed + alarms) if hits else 0.0
    values = {"accuracy": (TEST_ROWS - wrong) / TEST_ROWS, "precision": precision, "recall": recall, "f1": f1}
    return Classification(
        model=model_id,
        prediction=f"p{model_id}",
        classes=("ham", "spam"),
        positive="spam",
        confusion=((217 - alarms, alarms), (missed, hits)),
        n=TEST_ROWS,
        metrics={name: measured(name, value) for name, value in values.items()},
        trained_on_test=leaked,
    )


def case(
    *,
    models: Sequence[Model] = (),
    fits: Sequence[Fit] = (),
    predictions: Sequence[Prediction] = (),
    metrics: Sequence[MetricCall] = (),
    results: Sequence[Classification] = (),
    printed: Mapping[int, str] | None = None,
    sources: Mapping[int, str] | None = None,
    roles: Mapping[str, str] | None = None,
    source: str = "synthetic",
    full: bool = False,
) -> Case:
    by_id = {m.id: m for m in models}
    named = {"rnn": "m1", "lstm": "m2"} if roles is None else roles
    evidence = Evidence(
        key="k",
        ending=Ending(kind=EndingKind.FINISHED, detail=""),
        usage=Usage(wall_seconds=1, cpu_seconds=1, peak_memory_bytes=1, output_bytes=1, processes=1),
        isolation=Isolation(executor="none", level="none", detail=""),
        served=(
            ServedData(
                dataset="sms-spam",
                source=source,
                profile="full" if full else "quick",
                train_rows=1000,
                test_rows=TEST_ROWS,
                digest="d",
                train_digest="a",
                test_digest="b",
            ),
        ),
        submitted=tuple(JobCell(position=p, kind="code", source=s) for p, s in (sources or {}).items()),
        cells=tuple(
            CellRun(
                position=p,
                status="ok",
                seconds=1.0,
                prompt=p,
                outputs=(Output(kind="stream", name="stdout", text=text),),
            )
            for p, text in (printed or {}).items()
        ),
        models=tuple(models),
        fits=tuple(fits),
        predictions=tuple(predictions),
        metrics=tuple(metrics),
    )
    return Case(
        evidence=evidence,
        measurements=Measurements(by_model={c.model: c for c in results}),
        roles={role: RoleMatch(role=role, model=by_id.get(model_id), rule="fits") for role, model_id in named.items()},
        reference=None,
        full_profile=full,
    )


def notebook(outputs: Mapping[int, str], sources: Mapping[int, str] | None = None, html: bool = False) -> Notebook:
    last = max([*outputs, *(sources or {}), 1])
    cells = tuple(JobCell(position=n, kind="code", source=(sources or {}).get(n, "x")) for n in range(1, last + 1))
    saved = tuple(
        SavedOutput(cell=n, kind="result" if html else "stream", text=text, html=text if html else None)
        for n, text in outputs.items()
    )
    return Notebook(name="a.ipynb", cells=cells, prompts=(None,) * last, outputs=saved, format="ipynb 4.5")


def judged(number: str, id_: str, check: str, possible: int, points: int) -> Judged:
    return Judged(
        id=id_,
        number=number,
        title=id_.replace("-", " "),
        check=check,
        possible=Fraction(possible),
        outcome=Awarded(Fraction(points), "because"),
        public=True,
        of=id_.partition("-")[0],
        metric=id_.partition("-")[2] if check == "metric" else None,
        hint=None,
    )


def assessment() -> Assessment:
    criteria = (
        judged("1.1", "rnn-size", "parameters", 2, 2),
        judged("1.2", "rnn-training", "training", 3, 2),
        judged("1.3", "rnn-accuracy", "metric", 5, 1),
        judged("1.4", "lstm-size", "parameters", 2, 0),
        judged("1.5", "lstm-accuracy", "metric", 5, 5),
    )
    problem = ProblemAssessment(id="spam", title="Spam", criteria=criteria)
    return Assessment(assignment="a", title="A", rubric_digest="d", attempt_key="k", problems=(problem,))


def reporting(points: int) -> Assessment:
    """With a table, worth 2 points, of both roles' accuracies."""
    plain = assessment()
    (problem,) = plain.problems
    table = replace(judged("1.6", "reported", "table", 2, points), of=None)
    asked = replace(table, compares=("rnn", "lstm"), metrics=("accuracy",))
    return replace(plain, problems=(replace(problem, criteria=(*problem.criteria, asked)),))

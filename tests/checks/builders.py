"""Evidence, cases and criteria in a few words, for tests of any room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grader.checks.base import Awarded, Band, Case, CheckSpec, Criterion, NotAssessed, Outcome, ReferenceCase, RoleMatch
from grader.checks.registry import CHECKS
from grader.evidence.ending import Ending, EndingKind, Isolation, Usage
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    Axes,
    CellFailure,
    CellRun,
    Figure,
    Fit,
    Layer,
    Model,
    Output,
    Prediction,
    Rows,
    Series,
    Setting,
)
from grader.measure.measurements import Classification, Measured, Measurements, Provenance
from grader.rubric.roles import match_roles
from grader.rubric.rubric import ModelRole

TRAIN, TEST = 4459, 1115
ROLES = {
    "rnn": ModelRole(has=("embedding", "simple_rnn"), output="binary"),
    "lstm": ModelRole(has=("embedding", "lstm"), output="binary"),
}


def layer(kind: str, parameters: int = 0, **settings: Setting) -> Layer:
    return Layer(
        kind=kind,
        class_name=kind.title().replace("_", ""),
        name=kind,
        output_shape=None,
        parameters=parameters,
        trainable=parameters,
        settings=dict(settings),
    )


def keras_rnn() -> tuple[Layer, ...]:
    """The course's RNN, 261,361 parameters."""
    return (
        layer("embedding", 250_000, input_dim=5000, output_dim=50),
        layer("simple_rnn", 2_656, units=32, activation="tanh", biases=1),
        layer("dense", 8_448, units=256, activation="relu"),
        layer("dropout", rate=0.25),
        layer("dense", 257, units=1, activation="sigmoid"),
    )


def keras_lstm() -> tuple[Layer, ...]:
    """The course's LSTM, 260,657 parameters."""
    return (
        layer("embedding", 250_000, input_dim=5000, output_dim=50),
        layer("lstm", 10_624, units=32, activation="tanh", biases=1),
        layer("dense", 33, units=1, activation="sigmoid"),
    )


def torch_rnn() -> tuple[Layer, ...]:
    """The same RNN as PyTorch writes it: activations as modules or not at all, two bias vectors."""
    return (
        layer("embedding", 250_000, input_dim=5000, output_dim=50),
        layer("simple_rnn", 2_688, units=32, layers=1, biases=2),
        layer("dense", 8_448, units=256),
        layer("activation", activation="relu"),
        layer("dropout", rate=0.25),
        layer("dense", 257, units=1),
    )


def model(
    layers: Sequence[Layer],
    *,
    id_: str = "m1",
    name: str = "model",
    cell: int = 5,
    order: int = 1,
    framework: str = "keras",
    built: bool = True,
) -> Model:
    total = sum(one.parameters for one in layers)
    return Model(
        id=id_,
        names=(name,) if name else (),
        framework=framework,
        class_name="Sequential",
        cell=cell,
        order=order,
        built=built,
        layers=tuple(layers),
        parameters=total,
        trainable=total,
    )


def rows(train: int = TRAIN, test: int = 0, *, known: bool = True) -> Rows:
    split = "unknown" if not known else "train" if not test else "test" if not train else "mixed"
    return Rows(
        split=split, count=train + test, from_train=train, from_test=test, how="content" if known else "not identified"
    )


def fit(of: str = "m1", **changes: Any) -> Fit:
    given: dict[str, Any] = {
        "id": f"fit-{of}",
        "model": of,
        "cell": 6,
        "optimizer": "adam",
        "learning_rate": 0.001,
        "loss": "binary_crossentropy",
        "epochs_asked": 10,
        "epochs_run": 10,
        "batch_size": 32,
        "rows": rows(),
        "history": {"loss": (0.4, 0.2, 0.1), "accuracy": (0.8, 0.9, 0.95)},
    }
    return Fit(**{**given, **changes})


def prediction(of: str = "m1", *, output: str = "probability", test: int = TEST) -> Prediction:
    return Prediction(
        id=f"p-{of}",
        model=of,
        cell=7,
        source="probe",
        output=output,
        values="a1",
        rows=rows(0, test),  # type: ignore[arg-type]
    )


def code(position: int, source: str) -> JobCell:
    return JobCell(position=position, kind="code", source=source)


def ran(position: int, text: str = "", status: str = "ok", **changes: Any) -> CellRun:
    outputs = (Output(kind="stream", name="stdout", text=text),) if text else ()
    failure = CellFailure(name="ValueError", message="no", line=2, traceback="") if status == "failed" else None
    given: dict[str, Any] = {
        "position": position,
        "status": status,
        "seconds": 0.1,
        "prompt": 1,
        "outputs": outputs,
        "failure": failure,
    }
    return CellRun(**{**given, **changes})


def chart(
    *lines: Sequence[float],
    kind: str = "line",
    label: str = "",
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    legend: tuple[str, ...] = (),
    cell: int = 8,
    id_: str = "f1",
) -> Figure:
    series = tuple(
        Series(label=label, kind=kind, points=len(y), x=tuple(map(float, range(len(y)))), y=tuple(y))  # type: ignore[arg-type]
        for y in lines
    )
    axes = Axes(title=title, xlabel=xlabel, ylabel=ylabel, legend=legend, series=series)
    return Figure(id=id_, cell=cell, title="", axes=(axes,), image=None)


def evidence(**changes: Any) -> Evidence:
    given: dict[str, Any] = {
        "key": "k" * 64,
        "ending": Ending(kind=EndingKind.FINISHED, detail="The notebook ran to its end."),
        "usage": Usage(wall_seconds=9.0, cpu_seconds=8.0, peak_memory_bytes=10**9, output_bytes=10**5, processes=4),
        "isolation": Isolation(executor="none", level="none", detail="None."),
        "served": (
            ServedData(
                dataset="sms-spam",
                source="synthetic",
                profile="full",
                train_rows=TRAIN,
                test_rows=TEST,
                digest="d" * 64,
                train_digest="e" * 64,
                test_digest="f" * 64,
            ),
        ),
        "submitted": (),
    }
    return Evidence(**{**given, **changes})


def ended(kind: EndingKind, detail: str = "It was stopped after 60 s.") -> Ending:
    return Ending(kind=kind, detail=detail)


def classification(
    of: str = "m1", accuracy: float = 0.984, *, n: int = TEST, trained_on_test: int = 0
) -> Classification:
    """A confusion with the right accuracy over 13.4 % spam, all mistakes on spam first."""
    spam = round(n * 0.134)
    wrong = round(n * (1 - accuracy))
    missed = min(spam, wrong)
    false = wrong - missed
    confusion = ((n - spam - false, false), (missed, spam - missed))
    values = {"accuracy": (n - wrong) / n, "majority": max(spam, n - spam) / n, "recall": (spam - missed) / spam}
    return Classification(
        model=of,
        prediction=f"p-{of}",
        classes=("ham", "spam"),
        positive="spam",
        confusion=confusion,
        n=n,
        metrics={name: measured(name, value, n) for name, value in values.items()},
        trained_on_test=trained_on_test,
    )


def sealed(of: str = "m1", accuracy: float = 0.984, on_decoys: float = 0.768) -> Classification:
    """The same under sealed labels."""
    seen = classification(of, accuracy)
    metrics = {name: replace(value, provenance=Provenance.SEALED) for name, value in seen.metrics.items()}
    return replace(seen, metrics=metrics, on_decoys=classification(of, on_decoys))


def measured(name: str, value: float, n: int = TEST) -> Measured:
    return Measured(
        name=name,
        value=value,
        n=n,
        low=max(0.0, value - 0.01),
        high=min(1.0, value + 0.01),
        provenance=Provenance.OBSERVED,
    )


def measurements(*seen: Classification, unmeasured: Mapping[str, str] | None = None) -> Measurements:
    return Measurements(by_model={one.model: one for one in seen}, unmeasured=unmeasured or {})


def reference(*, bands: Mapping[tuple[str, str], Band] | None = None) -> ReferenceCase:
    """The course's two models, five seeds each."""
    shown = evidence(
        models=(
            model(keras_rnn(), id_="m1", name="rnn", cell=4, order=1),
            model(keras_lstm(), id_="m2", name="lstm", cell=5, order=2),
        ),
        fits=(fit("m1"), fit("m2")),
        predictions=(prediction("m1"), prediction("m2")),
    )
    default = {(role, "accuracy"): Band(mean=0.984, sd=0.002, seeds=5, values=(0.984,) * 5) for role in ROLES}
    return ReferenceCase(
        evidence=shown,
        measurements=measurements(classification("m1"), classification("m2")),
        roles=match_roles(ROLES, shown),
        bands=default if bands is None else bands,
    )


def case(
    shown: Evidence,
    measured_: Measurements | None = None,
    *,
    against: ReferenceCase | None = None,
    roles: Mapping[str, ModelRole] | None = None,
    matches: Mapping[str, RoleMatch] | None = None,
    full_profile: bool = True,
) -> Case:
    return Case(
        evidence=shown,
        measurements=measured_ or Measurements(),
        roles=matches if matches is not None else match_roles(ROLES if roles is None else roles, shown),
        reference=against,
        full_profile=full_profile,
    )


def good_case(*, full_profile: bool = True) -> Case:
    """A notebook that does all that was asked, as the course's reference does."""
    shown = evidence(
        submitted=(
            code(4, "rnn = Sequential([])"),
            code(5, "lstm = Sequential([])"),
            code(7, "print(rnn.evaluate(x))"),
        ),
        cells=(ran(4), ran(5), ran(7, "RNN test accuracy: 0.9839\nLSTM test accuracy: 98.39 %\n")),
        models=reference().evidence.models,
        fits=(fit("m1"), fit("m2", history={"loss": (0.5, 0.3), "accuracy": (0.7, 0.9)})),
        predictions=(prediction("m1"), prediction("m2")),
        figures=(
            chart((0.4, 0.2, 0.1), (0.5, 0.3), title="Loss"),
            chart((0.8, 0.9, 0.95), (0.7, 0.9), title="Accuracy", id_="f2"),
        ),
    )
    seen = measurements(classification("m1"), classification("m2"))
    return case(shown, seen, against=reference(), full_profile=full_profile)


def criterion(
    check: str, points: int | Fraction = 8, step: Fraction = Fraction(1, 2), **spec: Any
) -> Criterion[CheckSpec]:
    """A criterion as the parser would make it; settings in the rubric's own words."""
    return Criterion(
        id="one",
        title="One",
        points=Fraction(points),
        check=check,
        step=step,
        spec=CHECKS.get(check).spec.model_validate(spec),
    )


def judge(one: Criterion[Any], given: Case) -> Outcome:
    return CHECKS.get(one.check).judge(one, given)


def awarded(one: Criterion[Any], given: Case) -> Awarded:
    outcome = judge(one, given)
    assert isinstance(outcome, Awarded), outcome
    return outcome


def not_assessed(one: Criterion[Any], given: Case) -> NotAssessed:
    outcome = judge(one, given)
    assert isinstance(outcome, NotAssessed), outcome
    return outcome

"""An invented report in which everything was done: the facts that the other cases are made from."""

from __future__ import annotations

from grader.assessment import Assessment, Judged
from grader.audit.finding import ClaimVerdict
from grader.checks.base import Hint
from grader.evidence.wire.records import Model, Substitution
from grader.intake.submission import Submission
from grader.measure.measurements import Measurements
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts

DRIVE = Substitution(
    cell=3,
    asked="/content/drive/MyDrive/spam.csv",
    served="sms-spam, all 5,574 rows, as columns v1 and v2",
    how="read_csv",
    why="the path does not exist here",
)
SPLIT_HINT = Hint(
    title="Train on the training messages only",
    text="The LSTM was fitted on all messages, so its test accuracy says nothing about new ones.",
    remove=("h2 = model.fit(X, y, epochs=10,", "               validation_split=0.1)"),
    add=("h2 = model.fit(X_train, y_train,", "               epochs=10,", "               validation_split=0.1)"),
)
TABLE_HINT = Hint(
    title="Fill the table from variables, not by hand",
    text="The table repeats the RNN’s accuracy in the LSTM’s row.",
    remove=("'accuracy': [0.9839, 0.9839]",),
    add=("'accuracy': [acc_rnn, acc_lstm]",),
)
LAYER_HINT = Hint(
    title="Add the dense layer of 256 units and its dropout",
    text="The RNN goes from 32 units straight to one output; the task asks for Dense 256, relu and Dropout 0.25.",
    add=("model.add(Dense(256, activation='relu'))", "model.add(Dropout(0.25))"),
)


def criteria(*, discussion: str | None = None) -> tuple[Judged, ...]:
    j = parts.judged
    return (
        j(
            "1.1",
            "The notebook runs from top to bottom",
            4,
            "4",
            "All 12 code cells ran without a fault in 1 min 36 s.",
            (),
            check="runs",
        ),
        j(
            "1.2",
            "RNN: embedding, recurrent, dense and dropout layers",
            6,
            "6",
            "Embedding, SimpleRNN 32, Dense 256, Dropout and Dense 1, as asked.",
            (9,),
            check="layers",
        ),
        j(
            "1.3",
            "RNN: parameter count",
            2,
            "2",
            "261,361 parameters, equal to the reference.",
            (9,),
            check="parameters",
        ),
        j(
            "1.4",
            "RNN: training as asked",
            4,
            "4",
            "Adam, binary cross-entropy, 10 epochs on 4,459 training rows.",
            (10,),
            check="training",
        ),
        j(
            "1.5",
            "RNN: accuracy on the test messages",
            8,
            "8",
            "Accuracy 98.4\u00a0% (n = 1,115, observed); full marks from 97.6\u00a0%.",
            (12,),
        ),
        j(
            "1.6",
            "LSTM: embedding and LSTM layers",
            6,
            "6",
            "Embedding, LSTM 32 and Dense 1, as asked.",
            (14,),
            check="layers",
        ),
        j(
            "1.7",
            "LSTM: parameter count",
            2,
            "2",
            "260,657 parameters, equal to the reference.",
            (14,),
            check="parameters",
        ),
        j(
            "1.8",
            "LSTM: accuracy on the test messages",
            8,
            "8",
            "Accuracy 98.5\u00a0% (n = 1,115, observed); full marks from 97.8\u00a0%.",
            (16,),
        ),
        j(
            "1.9",
            "Loss is plotted for both models",
            4,
            "4",
            "Two figures show the loss over epochs, with labelled axes.",
            (11, 15),
            check="figure",
        ),
        j(
            "1.10",
            "Both models are compared in a table",
            3,
            "3",
            "A table names both models and their accuracy.",
            (17,),
            check="table",
        ),
        j(
            "1.11",
            "The comparison is discussed",
            3,
            discussion,
            "Free text: a member of staff reads it. No points are taken meanwhile."
            if discussion is None
            else "Read by the course staff.",
            (18,),
            check="manual",
        ),
    )


def models(*, dense: int = 256) -> tuple[Model, Model]:
    return parts.model("m1", "model", 9, 1, parts.rnn_layers(dense=dense)), parts.model(
        "m2", "model", 14, 2, parts.lstm_layers()
    )


def good() -> ReportFacts:
    """Everything met but one criterion that waits for a person."""
    return complete(
        parts.submission("s-004", "Sample Student", parts.notebook(parts.SOURCES)),
        parts.assessment(parts.problem(*criteria())),
    )


def complete(submission: Submission, judged: Assessment) -> ReportFacts:
    rnn, lstm = models()
    figures = tuple(
        parts.loss_figure(f"g{i}", cell, f"{name} loss") for i, (cell, name) in enumerate(((11, "RNN"), (15, "LSTM")))
    )
    loss = parts.history(10, 0.985)
    seen = parts.evidence(
        (rnn, lstm),
        (
            parts.fit("f1", "m1", 10, 10, parts.history(10, 0.9839)),
            parts.fit("f2", "m2", 15, 10, parts.history(10, 0.9854), seconds=38.2),
        ),
        figures=figures,
        images={f"image-g{i}": parts.picture((loss["loss"], loss["val_loss"])) for i in range(2)},
        substitutions=(DRIVE,),
    )
    measurements = Measurements(
        by_model={"m1": parts.classification("m1", 6, 12), "m2": parts.classification("m2", 5, 12)}
    )
    confirmed = ClaimVerdict.CONFIRMED
    findings = (
        parts.finding(
            "accuracy",
            0.9839,
            "Test accuracy: 0.9838565",
            12,
            "m1",
            confirmed,
            "0.9839 (n = 1,115, observed).",
            criterion="1.5",
        ),
        parts.finding(
            "accuracy",
            0.9839,
            "0.9839",
            17,
            "m1",
            confirmed,
            "0.9839 (n = 1,115, observed).",
            criterion="1.5",
            origin="table",
        ),
        parts.finding(
            "accuracy",
            0.9857,
            "0.9857",
            17,
            "m2",
            ClaimVerdict.WITHIN_NOISE,
            "0.9848 (n = 1,115, observed): inside the 95\u00a0% interval.",
            criterion="1.8",
            origin="table",
        ),
        parts.finding(
            "parameters",
            261361,
            "Total params: 261,361",
            9,
            "m1",
            confirmed,
            "261,361, all trainable.",
            criterion="1.3",
        ),
    )
    found = {"spam": parts.case(seen, measurements, parts.roles(rnn, lstm), parts.reference_case())}
    return parts.facts_of(submission, judged, seen, cases=found, findings=findings)


def full_marks() -> ReportFacts:
    judged = parts.assessment(parts.problem(*criteria(discussion="3")))
    return complete(parts.submission("s-001", "Sample Student", parts.notebook(parts.SOURCES)), judged)

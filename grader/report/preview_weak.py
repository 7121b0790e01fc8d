"""An invented report in which much is wrong."""

from __future__ import annotations

from dataclasses import replace

from grader.audit.finding import ClaimVerdict
from grader.evidence.ending import Ending, EndingKind
from grader.measure.measurements import Measurements
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts
from grader.report.preview_good import DRIVE, LAYER_HINT, SPLIT_HINT, TABLE_HINT, criteria


def weak() -> ReportFacts:
    """A missing layer, a fit on the test rows, a table that repeats a number, claims that do not hold."""
    j, awarded = parts.judged, {c.number: c for c in criteria()}
    changed = {
        "1.2": j(
            "1.2",
            "RNN: embedding, recurrent, dense and dropout layers",
            6,
            "3",
            "Embedding and SimpleRNN 32 are there. Dense 256 and Dropout are missing; full marks need both.",
            (9,),
            LAYER_HINT,
            "layers",
        ),
        "1.3": j(
            "1.3",
            "RNN: parameter count",
            2,
            "0",
            "252,689 parameters; the reference has 261,361.",
            (9,),
            LAYER_HINT,
            "parameters",
        ),
        "1.5": j(
            "1.5",
            "RNN: accuracy on the test messages",
            8,
            "5.5",
            "Accuracy 94.9\u00a0% on 1,115 test rows (95\u00a0% interval 93.5\u00a0% to 96.0\u00a0%). "
            "Full marks from 97.6\u00a0%, none at 86.6\u00a0% (a constant answer).",
            (12,),
        ),
        "1.8": j(
            "1.8",
            "LSTM: accuracy on the test messages",
            8,
            "0",
            "`model` was trained on 1,115 test rows, so its accuracy cannot count. Train on the training rows only.",
            (15,),
            SPLIT_HINT,
        ),
        "1.10": j(
            "1.10",
            "Both models are compared in a table",
            3,
            "1.5",
            "The table names both models; the LSTM’s accuracy is the RNN’s.",
            (17,),
            TABLE_HINT,
            "table",
        ),
    }
    judged = parts.assessment(parts.problem(*(changed.get(number, c) for number, c in awarded.items())))
    layers = (*parts.rnn_layers()[:2], parts.layer("dense", "Dense", (1,), 33, units=1, activation="sigmoid"))
    rnn, lstm = parts.model("m1", "model", 9, 1, layers), parts.model("m2", "model", 14, 2, parts.lstm_layers())
    leaked = replace(
        parts.fit("f2", "m2", 15, 10, parts.history(10, 0.999, rise=0.0), seconds=44.0),
        rows=parts.rows(parts.TRAIN + parts.TEST, "mixed", from_test=parts.TEST),
    )
    fits = (parts.fit("f1", "m1", 10, 10, parts.history(10, 0.951, rise=0.16), batch=128), leaked)
    seen = parts.evidence(
        (rnn, lstm),
        fits,
        substitutions=(DRIVE,),
        cells=(*parts.cell_runs(fits)[:-1], parts.failed_cell(17)),
        ending=Ending(kind=EndingKind.CELL_FAILED, detail="Cell 17 failed; the cells after it ran all the same."),
    )
    measurements = Measurements(
        by_model={
            "m1": parts.classification("m1", 21, 36),
            "m2": parts.classification("m2", 1, 2, trained_on_test=parts.TEST),
        }
    )
    wrong, confirmed = ClaimVerdict.CONTRADICTED, ClaimVerdict.CONFIRMED
    findings = (
        parts.finding(
            "accuracy",
            0.9839,
            "RNN  0.9839",
            17,
            "m1",
            wrong,
            "0.9489 (n = 1,115, observed); the table says 0.9839.",
            criterion="1.5",
            points=3,
            origin="table",
        ),
        parts.finding(
            "recall",
            0.97,
            "Recall of the RNN: 0.97",
            16,
            "m1",
            wrong,
            "0.7584 (n = 149 spam messages, observed).",
            criterion="1.5",
            points=2,
        ),
        parts.finding(
            "parameters",
            261361,
            "Total params: 261,361",
            9,
            "m1",
            wrong,
            "252,689: Dense 256 and Dropout are missing.",
            criterion="1.3",
            points=2,
        ),
        parts.finding("epochs", 20, "trained for 20 epochs", 18, "m2", wrong, "10 epochs ran.", origin="saved output"),
        parts.finding(
            "accuracy",
            0.9973,
            "LSTM accuracy 0.9973",
            16,
            "m2",
            ClaimVerdict.NOT_CHECKABLE,
            "The test rows were trained on, so no number stands against it.",
        ),
        parts.finding("precision", 0.843, "precision 0.843", 16, "m1", confirmed, "0.8433 (n = 134, observed)."),
    )
    found = {"spam": parts.case(seen, measurements, parts.roles(rnn, lstm), parts.reference_case())}
    book = parts.notebook(parts.SOURCES, first_prompt=31)
    book = replace(
        book, prompts=tuple(12 if cell.position == 14 else p for cell, p in zip(book.cells, book.prompts, strict=True))
    )
    notes = ("Left out: cache.bin, model.h5; over the limits on files, or not readable.",)
    return parts.facts_of(
        replace(parts.submission("s-017", "Second Student", book), notes=notes),
        judged,
        seen,
        cases=found,
        findings=findings,
    )

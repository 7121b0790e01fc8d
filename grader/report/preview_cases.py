"""Whole sets of invented facts: every kind of report there can be. `CASES` maps a name to its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.audit.finding import ClaimVerdict
from grader.checks.base import Hint
from grader.evidence.ending import Ending, EndingKind
from grader.evidence.wire.records import Model, Substitution
from grader.intake.submission import Submission
from grader.measure.measurements import Measurements
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts
from grader.report.preview_hostile import hostile
from grader.report.preview_shown import pictures, texts

_DRIVE = Substitution(
    cell=3,
    asked="/content/drive/MyDrive/spam.csv",
    served="sms-spam, all 5,574 rows, as columns v1 and v2",
    how="read_csv",
    why="the path does not exist here",
)
_SPLIT_HINT = Hint(
    title="Train on the training messages only",
    text="The LSTM was fitted on all messages, so its test accuracy says nothing about new ones.",
    remove=("h2 = model.fit(X, y, epochs=10,", "               validation_split=0.1)"),
    add=("h2 = model.fit(X_train, y_train,", "               epochs=10,", "               validation_split=0.1)"),
)
_TABLE_HINT = Hint(
    title="Fill the table from variables, not by hand",
    text="The table repeats the RNN’s accuracy in the LSTM’s row.",
    remove=("'accuracy': [0.9839, 0.9839]",),
    add=("'accuracy': [acc_rnn, acc_lstm]",),
)
_LAYER_HINT = Hint(
    title="Add the dense layer of 256 units and its dropout",
    text="The RNN goes from 32 units straight to one output; the task asks for Dense 256, relu and Dropout 0.25.",
    add=("model.add(Dense(256, activation='relu'))", "model.add(Dropout(0.25))"),
)


def _criteria(*, discussion: str | None = None) -> tuple[Judged, ...]:
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


def _models(*, dense: int = 256) -> tuple[Model, Model]:
    return parts.model("m1", "model", 9, 1, parts.rnn_layers(dense=dense)), parts.model(
        "m2", "model", 14, 2, parts.lstm_layers()
    )


def good() -> ReportFacts:
    """Everything met but one criterion that waits for a person."""
    return _complete(
        parts.submission("s-004", "Sample Student", parts.notebook(parts.SOURCES)),
        parts.assessment(parts.problem(*_criteria())),
    )


def _complete(submission: Submission, judged: Assessment) -> ReportFacts:
    rnn, lstm = _models()
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
        substitutions=(_DRIVE,),
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
    judged = parts.assessment(parts.problem(*_criteria(discussion="3")))
    return _complete(parts.submission("s-001", "Sample Student", parts.notebook(parts.SOURCES)), judged)


def weak() -> ReportFacts:
    """A missing layer, a fit on the test rows, a table that repeats a number, claims that do not hold."""
    j, awarded = parts.judged, {c.number: c for c in _criteria()}
    changed = {
        "1.2": j(
            "1.2",
            "RNN: embedding, recurrent, dense and dropout layers",
            6,
            "3",
            "Embedding and SimpleRNN 32 are there. Dense 256 and Dropout are missing; full marks need both.",
            (9,),
            _LAYER_HINT,
            "layers",
        ),
        "1.3": j(
            "1.3",
            "RNN: parameter count",
            2,
            "0",
            "252,689 parameters; the reference has 261,361.",
            (9,),
            _LAYER_HINT,
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
            _SPLIT_HINT,
        ),
        "1.10": j(
            "1.10",
            "Both models are compared in a table",
            3,
            "1.5",
            "The table names both models; the LSTM’s accuracy is the RNN’s.",
            (17,),
            _TABLE_HINT,
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
        substitutions=(_DRIVE,),
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


def unreadable() -> ReportFacts:
    """No notebook: nothing ran, nothing is lost."""
    waiting = tuple(
        parts.judged(
            c.number,
            c.title,
            int(c.possible),
            None,
            "Nothing could be run: the file is not a notebook. No points are taken.",
        )
        for c in _criteria()
    )
    submission = parts.submission(
        "s-063",
        "Third Student",
        None,
        problem="The file `a2.ipynb` is not a notebook: it begins with <!DOCTYPE html>, as a saved web page does.",
        fix="Download the notebook with File > Download > .ipynb and hand that file in.",
    )
    return parts.facts_of(submission, parts.assessment(parts.problem(*waiting), attempt=None), None, cases={})


def closed() -> ReportFacts:
    """The user that runs the grader may not read the folder: the staff has to act, and nobody else."""
    facts = unreadable()
    said, fix = "This folder could not be read by the grader (Permission denied).", "let the user that runs it read it"
    return replace(facts, submission=replace(facts.submission, problem=said, fix=fix, staff_acts=True))


def timed_out() -> ReportFacts:
    """Stopped in the first training; no curves, no LSTM."""
    facts = good()
    rnn, _ = _models()
    detail = "The run reached its limit of 30 min while cell 10 was running."
    seen = parts.evidence(
        (rnn,),
        (replace(parts.fit("f1", "m1", 10, 3, parts.history(3, 0.95), seconds=1712.0), epochs_asked=4000),),
        ending=Ending(kind=EndingKind.TIMED_OUT, detail=detail),
        cells=(*(parts.cell_run(p) for p in (2, 3, 4, 6, 7, 9)), parts.cell_run(10, "failed", 1712.0)),
        wall=1800.0,
    )
    open_ = ("1.5", "1.6", "1.7", "1.8", "1.9", "1.10")
    rows = tuple(
        parts.judged(
            c.number,
            c.title,
            int(c.possible),
            "0" if c.number in open_ else None,
            "The run stopped before this was reached.",
        )
        if c.number in open_ or c.number == "1.11"
        else c
        for c in _criteria()
    )
    measurements = Measurements(unmeasured={"m1": "the run stopped before it answered the test rows"})
    found = {"spam": parts.case(seen, measurements, parts.roles(rnn, None), parts.reference_case())}
    return replace(facts, evidence=seen, cases=found, findings=(), assessment=parts.assessment(parts.problem(*rows)))


def no_models() -> ReportFacts:
    """The notebook ran and built nothing; the reference is not at hand either."""
    seen = parts.evidence((), ())
    rows = tuple(
        parts.judged(c.number, c.title, int(c.possible), "0", "No model of yours fits this role.") for c in _criteria()
    )
    found = {"spam": parts.case(seen, Measurements(), parts.roles(None, None), None)}
    return replace(good(), evidence=seen, cases=found, findings=(), assessment=parts.assessment(parts.problem(*rows)))


def no_reference() -> ReportFacts:
    facts = good()
    return replace(
        facts, cases={name: replace(case, reference=None) for name, case in facts.cases.items()}, full_marks={}
    )


def many_criteria() -> ReportFacts:
    """24 criteria with small and odd points, in two problems."""
    earned = ("1", "0", "0.5", None, "2", "1.5")
    rows = []
    for i in range(1, 25):
        points, got = 1 + i % 4, earned[i % 6]
        shown = None if got is None else str(min(Fraction(got), Fraction(points)))
        title, said = f"Criterion number {i} of many", f"Seen in {i} of 24 rows."
        rows.append(parts.judged(f"2.{i}", title, points, shown, said, (i % 17 + 1,)))
    facts = good()
    second = replace(parts.problem(*rows, title="Text generation at character level"), id="text")
    return replace(facts, assessment=parts.assessment(facts.assessment.problems[0], second))


def deep_model() -> ReportFacts:
    """A backbone of 178 layers, fine-tuned where the reference is frozen."""
    from grader.report.preview_deep import deep_models

    facts = good()
    yours, reference = deep_models()
    case = facts.cases["spam"]
    if case.reference is None:
        raise ValueError("the good case has a reference")
    found = parts.roles(yours, None)
    there = replace(case.reference, roles=parts.roles(reference, None))
    return replace(facts, cases={"spam": replace(case, roles=found, reference=there)})


def _counted(problem: ProblemAssessment, id_: str, number: int) -> ProblemAssessment:
    """The problem as one of several, its criteria numbered accordingly."""
    criteria = tuple(replace(c, number=f"{number}.{i}") for i, c in enumerate(problem.criteria, start=1))
    return replace(problem, id=id_, criteria=criteria)


def several() -> ReportFacts:
    """Three problems over two data sets, each with something to look at."""
    facts, shown, written = good(), pictures(), texts()
    second, third = (one.assessment.problems[0] for one in (shown, written))
    problems = (*facts.assessment.problems, _counted(second, second.id, 2), _counted(third, "t", 3))
    return replace(
        facts,
        assessment=parts.assessment(*problems),
        cases={**facts.cases, **shown.cases, "t": written.cases["spam"]},
        labels={**shown.labels, **written.labels},
        sweeps={"t": written.sweeps["spam"]},
        full_marks={**facts.full_marks, **shown.full_marks},
    )


def _named(student: str) -> ReportFacts:
    facts = good()
    return replace(facts, submission=replace(facts.submission, student=student))


CASES: Final[Mapping[str, Callable[[], ReportFacts]]] = {
    "good": good,
    "weak": weak,
    "full-marks": full_marks,
    "hostile": hostile,
    "unreadable": unreadable,
    "closed": closed,
    "timed-out": timed_out,
    "no-models": no_models,
    "no-reference": no_reference,
    "many-criteria": many_criteria,
    "deep-model": deep_model,
    "pictures": pictures,
    "texts": texts,
    "several": several,
    "chinese-name": lambda: _named("欧阳雪梅"),
    "arabic-name": lambda: _named("فاطمة الزهراء بنت يوسف"),
}

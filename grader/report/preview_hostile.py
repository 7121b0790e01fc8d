"""The report of somebody who fills every field with markup, template code and control signs."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from grader.audit.finding import ClaimVerdict
from grader.evidence.ending import Ending, EndingKind
from grader.evidence.wire.records import CellFailure, Layer, Note, Substitution
from grader.measure.measurements import Measurements
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts

HOSTILE: Final = (
    "</style></title><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}"
    "**100 %** \u202eesrever\u202c \x1b[31mred\x1b[0m \x07&amp; \"best\" 'ever' "
    "<a href='http://x.example'>x</a> <!-- -->"
)


def hostile() -> ReportFacts:
    """Markup, template code, control signs and an endless word in every field that a student fills."""
    bad = HOSTILE
    sources = tuple((kind, f"{bad}\n{source}") for kind, source in parts.SOURCES)
    evil = parts.layer("other", bad, (5,), 7, units=bad[:200], activation=bad)
    layers: tuple[Layer, ...] = (*parts.rnn_layers(), evil, replace(evil, class_name="A" * 5000))
    rnn, lstm = (
        parts.model("m1", bad, 9, 1, layers, class_name=bad),
        parts.model("m2", "x" * 900, 14, 2, parts.lstm_layers()),
    )
    strange = replace(
        parts.fit("f1", "m1", 10, 10, {bad: (1.0, 2.0), "loss": (0.5, float("nan"), float("inf"), 0.4, 0.3)}),
        optimizer=bad,
        loss=bad,
    )
    figure = parts.loss_figure("g0", 11, bad)
    seen = parts.evidence(
        (rnn, lstm),
        (strange,),
        sources=sources,
        figures=(replace(figure, title=bad, axes=(replace(figure.axes[0], xlabel=bad, ylabel=bad, legend=(bad,)),)),),
        images={"image-g0": parts.picture(((0.2, 0.4),))},
        substitutions=(Substitution(cell=3, asked=bad, served=bad, how=bad, why=bad),),
        cells=(replace(parts.failed_cell(12), failure=CellFailure(name=bad, message=bad * 40, line=3, traceback=bad)),),
        ending=Ending(kind=EndingKind.KILLED_BY_SIGNAL, detail=f"Signal 9 ended it. {bad}", signal=9),
    )
    seen = replace(seen, notes=(Note(cell=9, about=bad, text=bad),), stream_fault=bad)
    measurements = Measurements(by_model={"m1": parts.classification("m1", 9, 20)}, unmeasured={"m2": bad})
    findings = (
        parts.finding(
            "accuracy",
            99.9,
            bad,
            12,
            "m1",
            ClaimVerdict.CONTRADICTED,
            f"0.9740 (n = 1,115, observed). {bad}",
            criterion="1.5",
            points=1,
        ),
        parts.finding("recall", 1.0, "word" * 3000, 16, None, ClaimVerdict.NOT_CHECKABLE, bad),
        parts.finding(
            "f1",
            0.973,
            "准确率达到 97.3 % · الدقة 97.3 %",
            16,
            "m1",
            ClaimVerdict.CONFIRMED,
            "0.9730 (n = 1,115, observed).",
        ),
    )
    judged = parts.assessment(
        parts.problem(
            parts.judged("1.1", bad, 6, "2.5", bad, (9, 12)),
            parts.judged("1.2", "Rest", 4, None, f"Could not tell: {bad}", (14,)),
        )
    )
    found = {"spam": parts.case(seen, measurements, parts.roles(rnn, lstm), parts.reference_case())}
    book = parts.notebook(sources, name=bad)
    facts = parts.facts_of(parts.submission("s-666", bad, book), judged, seen, cases=found, findings=findings)
    facts = replace(facts, submission=replace(facts.submission, notes=(bad, "words " * 900)))
    return replace(facts, rerun=f"grader check '{bad}'", device=bad)

"""Can I trust and repeat this? Environment, data, time and memory, warnings, and how to check again."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from markupsafe import Markup

from grader.evidence.ending import Isolation
from grader.evidence.evidence import Evidence
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.wire.records import Substitution
from grader.intake.submission import Submission
from grader.report.cells import CellBook, IndexRow
from grader.report.charts import bars
from grader.report.facts import ReportFacts
from grader.report.numbers import count, digest_groups, duration, limit, share, size, whole
from grader.report.ran import Item
from grader.report.text import Prose, Run, clean, clean_words, prose, sentence
from grader.report.words import role_name

_LIBRARIES = (
    "tensorflow",
    "keras",
    "torch",
    "scikit-learn",
    "numpy",
    "pandas",
    "matplotlib",
    "nltk",
    "gensim",
    "ipython",
)
_EPOCHS = re.compile(r"(\d{1,9}) (?:epoch|step)s?")
_SHORTENED = ("epochs", "steps", "time")
_NOTHING = re.compile(r"nothing (?:installed|downloaded|mounted|unpacked)\b")
_PHASES, _WARNINGS = 6, 14
_SHORT = 8  # signs of a digest in header and footer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    name: str
    rows: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    name: str
    used: str
    bar: Markup | None
    limit: str
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentView:
    parts: tuple[Part, ...]
    splits: tuple[SplitRow, ...]
    splits_words: str
    usage: tuple[UsageRow, ...]
    no_usage: str
    warnings: tuple[Item, ...]
    more_warnings: str
    no_warnings: str
    cells: tuple[tuple[IndexRow, ...], ...]  # one or two columns
    rerun: tuple[str, ...]  # lines of the command; none where there is nothing to run
    again: str
    appeal: str
    digest_lines: tuple[str, ...]
    short_digest: str


def build_environment(facts: ReportFacts, cells: CellBook) -> EnvironmentView:
    """Call last: the cell index lists what the other sections referred to."""
    evidence = facts.evidence
    warnings = _notes(facts.submission) + (_warnings(evidence, cells) if evidence is not None else ())
    rerun = facts.rerun if facts.submission.notebook is not None else ""
    digest = record_digest(facts)
    return EnvironmentView(
        parts=_parts(facts),
        splits=_splits(evidence),
        splits_words=_splits_words(evidence),
        usage=_usage(facts, evidence) if evidence is not None else (),
        no_usage="" if evidence is not None else "Nothing was run, so no time or memory was used.",
        warnings=warnings[:_WARNINGS],
        more_warnings=f"and {count(len(warnings) - _WARNINGS, 'more warning')}" if len(warnings) > _WARNINGS else "",
        no_warnings="" if warnings else _no_warnings(evidence),
        cells=_columns(cells.index()),
        rerun=_lines(clean(rerun, 300)) if rerun else (),
        again="Run the open part of these checks on your own machine"
        + ("; the quick profile takes a few minutes." if "quick" in rerun else "."),
        appeal=clean(facts.appeal, 400)
        or "To question a verdict, send the criterion’s number and this digest to the course staff. "
        "Judging the same evidence by the same rubric gives the same digest.",
        digest_lines=(
            " ".join(digest[i : i + 8] for i in range(0, 32, 8)),
            " ".join(digest[i : i + 8] for i in range(32, 64, 8)),
        ),
        short_digest=digest[:_SHORT],
    )


def record_digest(facts: ReportFacts) -> str:
    """sha256 of what was judged and how: submission, attempt, rubric, outcomes, claims. No clock, no version."""
    record = {
        "assignment": facts.assessment.assignment,
        "submission": facts.submission.digest,
        "attempt": facts.assessment.attempt_key,
        "rubric": facts.assessment.rubric_digest,
        "outcomes": [
            [c.number, None if c.earned is None else str(c.earned), str(c.possible), c.outcome.because]
            for c in facts.assessment.judged()
        ],
        "claims": [[f.claim.cell, f.claim.text, str(f.verdict), f.measured] for f in facts.findings],
    }
    # A lone surrogate in a claim must not stop a report.
    text = json.dumps(record, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _parts(facts: ReportFacts) -> tuple[Part, ...]:
    environment = facts.evidence.environment if facts.evidence is not None else None
    parts = [Part(name="Grader", value=f"grader {clean(facts.version, 30)}, profile {clean(facts.profile, 20)}")]
    if environment is not None:
        parts.append(Part(name="Python", value=f"{clean(environment.python, 40)} on {clean(environment.platform, 60)}"))
        found = [
            f"{name} {clean(environment.libraries[name], 24)}" for name in _LIBRARIES if name in environment.libraries
        ]
        parts.append(Part(name="Libraries", value=", ".join(found) or "none that coursework uses"))
    runtime = facts.evidence.runtime if facts.evidence is not None else None
    if runtime is not None:
        parts.append(Part(name="Keras", value=_runtime(runtime)))
    if facts.device:
        parts.append(Part(name="Device", value=clean(facts.device, 80)))
    if environment is not None:
        parts.append(Part(name="Seed", value=f"{environment.seed}, unless your notebook sets its own"))
    isolation = facts.isolation
    parts.append(Part(name="Isolation", value=_isolation(isolation)))
    if facts.assessment.attempt_key:
        parts.append(Part(name="Attempt", value=digest_groups(clean(facts.assessment.attempt_key, 64), 24), code=True))
    parts.append(Part(name="Rubric", value=digest_groups(clean(facts.assessment.rubric_digest, 64), 24), code=True))
    return tuple(parts)


def _isolation(isolation: Isolation | None) -> str:
    if isolation is None:
        return "none needed: nothing was run"
    if isolation.level == "none":
        return f"none ({clean(isolation.executor, 30)}): {clean(isolation.detail, 340)}"
    return f"{clean(isolation.level, 30)}: {clean(isolation.detail, 400)}"


def _runtime(runtime: RuntimeUsed) -> str:
    name = "Keras 2 (tf-keras)" if runtime.keras == "keras2" else "Keras 3"
    words = f"{name}: {clean(runtime.because, 300)}"
    return f"{words}; {clean(runtime.other, 400)}" if runtime.other else words


def _splits(evidence: Evidence | None) -> tuple[SplitRow, ...]:
    rows: list[SplitRow] = []
    for data in evidence.served if evidence is not None else ():
        name = clean(data.dataset, 40)
        if not data.train_rows and not data.test_rows:  # a resource: word vectors, corpora
            rows.append(SplitRow(name=name, rows="none", digest=digest_groups(data.digest, 12)))
            continue
        rows.append(
            SplitRow(name=f"{name}, training", rows=whole(data.train_rows), digest=digest_groups(data.train_digest, 12))
        )
        rows.append(
            SplitRow(name=f"{name}, test", rows=whole(data.test_rows), digest=digest_groups(data.test_digest, 12))
        )
    return tuple(rows)


def _splits_words(evidence: Evidence | None) -> str:
    if evidence is None or not evidence.served:
        return "No data was served."
    sources = sorted({data.source for data in evidence.served})
    words = "Training and test rows share no message."
    if "synthetic" in sources:
        words += " The data is synthetic: made by the grader, in the format of the real set."
    if any(data.sealed for data in evidence.served):
        words += " The test rows carried decoy labels; the true ones stayed with the grader."
    if any(data.profile == "quick" for data in evidence.served):
        words += " The quick profile serves fewer rows than the full one."
    return words


def _usage(facts: ReportFacts, evidence: Evidence) -> tuple[UsageRow, ...]:
    wall = facts.wall_limit_seconds
    rows = [_time(name, seconds, wall) for name, seconds in _phases(facts, evidence)]
    rows.append(_time("Whole run", evidence.usage.wall_seconds, wall, total=True))
    memory = facts.memory_limit_bytes
    peak = evidence.usage.peak_memory_bytes
    rows.append(
        UsageRow(
            name="Peak memory",
            used=size(peak),
            bar=_bar("Peak memory", size(peak), peak, memory, size(memory) if memory else ""),
            limit=size(memory) if memory else "not set",
        )
    )
    rows.append(UsageRow(name="Processor time", used=duration(evidence.usage.cpu_seconds), bar=None, limit=""))
    return tuple(rows)


def _phases(facts: ReportFacts, evidence: Evidence) -> list[tuple[str, float]]:
    """Trainings, other cells, the rest; they add up to the whole run."""
    roles = {
        match.model.id: role_name(role)
        for case in facts.cases.values()
        for role, match in case.roles.items()
        if match.model is not None
    }
    trainings = sorted((f for f in evidence.fits if f.seconds > 0), key=lambda f: -f.seconds)[:_PHASES]
    order = {f.id: i for i, f in enumerate(evidence.fits)}
    phases = [
        (f"Training {roles.get(f.model, clean(f.model, 30))}, cell {f.cell}", f.seconds)
        for f in sorted(trainings, key=lambda f: order[f.id])
    ]
    in_fits = sum(seconds for _, seconds in phases)
    in_cells = sum(max(0.0, cell.seconds) for cell in evidence.cells)
    wall = evidence.usage.wall_seconds
    others = min(max(0.0, in_cells - in_fits), max(0.0, wall - in_fits))
    phases.append(("All other cells", others))
    phases.append(("Start-up, data, probes", max(0.0, wall - in_fits - others)))
    return phases


def _time(name: str, seconds: float, wall: float | None, *, total: bool = False) -> UsageRow:
    return UsageRow(
        name=name,
        used=duration(seconds),
        bar=_bar(name, duration(seconds), seconds, wall, limit(wall) if wall else ""),
        limit=limit(wall) if wall and total else "",
        total=total,
    )


def _bar(name: str, used: str, value: float, most: float | None, most_words: str) -> Markup | None:
    if not most:
        return None
    part = max(0.0, value / most)
    return bars.of_limit(part, f"{name}: {used}, {share(min(part, 1.0))} of the limit of {most_words}.", "limit-bar")


def _no_warnings(evidence: Evidence | None) -> str:
    if evidence is None:
        return "None: nothing was run."
    return "None: nothing your code asked for was replaced, and nothing was left out."


def _notes(submission: Submission) -> tuple[Item, ...]:
    """What was decided or left out when the files were read."""
    return tuple(Item(lead="Files handed in.", text=prose(sentence(note), 400)) for note in submission.notes)


def _warnings(evidence: Evidence, cells: CellBook) -> tuple[Item, ...]:
    items = [_substitution(s, cells) for s in evidence.substitutions]
    items += [
        Item(lead=f"{sentence(clean(note.about, 60))}", text=prose(note.text, 300), chips=cells.chips([note.cell]))
        for note in evidence.notes
    ]
    dropped = [cell for cell in evidence.cells if cell.dropped_bytes]
    if dropped:
        total = sum(cell.dropped_bytes for cell in dropped)
        text = f"{size(total)} of printed text over the limit was counted and not kept."
        items.append(Item(lead="Long output.", text=(Run(text),), chips=cells.chips([c.position for c in dropped])))
    if evidence.stream_fault:
        items.append(
            Item(lead="The evidence breaks off.", text=prose(f"{evidence.stream_fault} What came before stands.", 300))
        )
    return tuple(items)


def _substitution(done: Substitution, cells: CellBook) -> Item:
    asked, served = clean_words(done.asked, 120), clean_words(done.served, 160)
    epochs, nothing = _EPOCHS.fullmatch(served), _NOTHING.match(served)
    text: Prose
    if done.how in _SHORTENED and epochs:
        verb = "was" if epochs[1] == "1" else "were"
        text = (Run(f"{_were(asked)} asked for; {epochs[1]} {verb} run."),)
    elif nothing:
        text = (Run(asked, code=True), Run(f" was passed over: nothing was {served.removeprefix('nothing ')}."))
    else:
        text = (Run(asked, code=True), Run(f" was answered with {served}."))
    if done.why:
        text += (Run(f" {sentence(clean_words(done.why, 200))}"),)
    return Item(lead=f"Replaced ({clean(done.how, 30)}).", text=text, chips=cells.chips([done.cell]))


def _were(asked: str) -> str:
    return f"{asked} was" if _EPOCHS.fullmatch(asked) and asked.startswith("1 ") else f"{asked} were"


def _columns(rows: tuple[IndexRow, ...]) -> tuple[tuple[IndexRow, ...], ...]:
    if len(rows) < 4:
        return (rows,) if rows else ()
    half = (len(rows) + 1) // 2
    return (rows[:half], rows[half:])


def _lines(command: str) -> tuple[str, ...]:
    """A command cut at options into lines of about 44 signs."""
    lines: list[str] = []
    for word in command.split(" "):
        if lines and (word.startswith("--") or len(lines[-1]) + len(word) > 46) and len(lines[-1]) + len(word) > 30:
            lines[-1] += " \\"
            lines.append(f"\u00a0\u00a0{word}")
        elif lines:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)

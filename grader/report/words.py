"""The fixed words of the report: what states, metrics, roles and endings are called."""

from __future__ import annotations

from typing import Final

from grader.assessment import Verdict
from grader.audit.finding import ClaimVerdict
from grader.checks.base import RoleMatch
from grader.evidence.ending import EndingKind
from grader.report.text import clean

VERDICTS: Final = {
    Verdict.MET: "Met",
    Verdict.PARTLY: "Partly",
    Verdict.NOT_MET: "Not met",
    Verdict.NOT_ASSESSED: "Not assessed",
}

CLAIMS: Final = {
    ClaimVerdict.CONTRADICTED: "Contradicted",
    ClaimVerdict.WITHIN_NOISE: "Within noise",
    ClaimVerdict.NOT_CHECKABLE: "Not checkable",
    ClaimVerdict.CONFIRMED: "Confirmed",
}

# Contradicted first: what costs trust is read first.
CLAIM_ORDER: Final = (
    ClaimVerdict.CONTRADICTED,
    ClaimVerdict.WITHIN_NOISE,
    ClaimVerdict.NOT_CHECKABLE,
    ClaimVerdict.CONFIRMED,
)

METRICS: Final = {"accuracy": "Accuracy", "precision": "Precision", "recall": "Recall", "f1": "F1"}

ENDINGS: Final = {
    EndingKind.FINISHED: "ran to its end",
    EndingKind.CELL_FAILED: "ran, with a failed cell",
    EndingKind.TIMED_OUT: "stopped at the time limit",
    EndingKind.OUT_OF_MEMORY: "stopped at the memory limit",
    EndingKind.TOO_MANY_PROCESSES: "stopped at the limit on processes",
    EndingKind.DISK_FULL: "stopped at the disk limit",
    EndingKind.OUTPUT_FLOOD: "stopped at the limit on output",
    EndingKind.KILLED_BY_SIGNAL: "was killed by a signal",
    EndingKind.EXITED_EARLY: "ended its own process early",
    EndingKind.SANDBOX_UNAVAILABLE: "could not be run: the sandbox was not available",
}

ENDING_ADVICE: Final = {
    EndingKind.FINISHED: "",
    EndingKind.CELL_FAILED: "Restart the kernel, run all cells from top to bottom, and mend the first one that fails.",
    EndingKind.TIMED_OUT: "Look for the slowest cell below; smaller loops or fewer epochs bring it under the limit.",
    EndingKind.OUT_OF_MEMORY: "Work in batches, and drop large arrays that are no longer needed.",
    EndingKind.TOO_MANY_PROCESSES: "Set workers and n_jobs to 1 or 2; the task needs no more.",
    EndingKind.DISK_FULL: "Write fewer or smaller files; checkpoints of the best epoch alone are enough.",
    EndingKind.OUTPUT_FLOOD: "Print once per epoch and not once per row.",
    EndingKind.KILLED_BY_SIGNAL: "Find the cell that was running, below: a crash of a library or a kill ended it.",
    EndingKind.EXITED_EARLY: "Take exit(), quit() and os._exit() out of the notebook.",
    EndingKind.SANDBOX_UNAVAILABLE: "Nothing for you to do: the course staff runs it again, and no points are taken.",
}

_ACRONYMS: Final = frozenset(
    {"rnn", "lstm", "gru", "cnn", "vae", "gan", "mlp", "knn", "svm", "tfidf", "nb", "ae", "dnn"}
)


def not_found(match: RoleMatch) -> str:
    """What is said where a role's model would stand; the rule says what was looked for."""
    if match.rule.lower().startswith("no model"):
        return match.rule
    return f"No model of yours fits this role. {match.rule}"


def role_name(role: str) -> str:
    """'rnn' reads RNN, 'tfidf_classifier' reads 'TFIDF classifier', 'encoder' reads Encoder."""
    words = clean(role, 60).replace("_", " ").replace("-", " ").split()
    named = [word.upper() if word.lower() in _ACRONYMS else word for word in words]
    text = " ".join(named)
    return text[:1].upper() + text[1:]

"""Which Keras an attempt runs with, and whether it is run once more with the other one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.wire.job import JobCell, Keras
from grader.evidence.wire.records import CellFailure
from grader.sandbox.keras_idioms import Choice, choose

MOST_MODULES: Final = 50
MODULE_BYTES: Final = 500_000
NAMES: Final[dict[Keras, str]] = {"keras3": "Keras 3", "keras2": "Keras 2 (tf-keras)"}
# An attempt that took all of its time or memory is not run twice.
_TO_THE_END: Final = (EndingKind.FINISHED, EndingKind.CELL_FAILED, EndingKind.EXITED_EARLY)
_OTHER: Final[dict[Keras, Keras]] = {"keras3": "keras2", "keras2": "keras3"}
_IMPORTS: Final = ("ModuleNotFoundError", "ImportError")
_BELOW_KERAS: Final = re.compile(r"(?:No module named|from) '(?:tensorflow\.(?:python\.)?)?(?:tf_)?keras[.']")
# Of other errors: what one Keras says of code that the other one takes.
_SAYINGS: Final = tuple(
    re.compile(saying)
    for saying in (
        r"KerasTensor",
        r"symbolic (?:Keras )?(?:tensor|input)",
        r"module '(?:tensorflow\.(?:python\.)?)?(?:tf_)?keras[.\w]*' has no attribute",
        r"'(?:Sequential|Functional|Model|History|Adam|SGD|RMSprop|Variable|EagerTensor)' object has no attribute",
        r"(?:Unrecognized|Invalid|unexpected) keyword arguments?",
        r"Argument\(s\) not recognized",
        r"(?:model|layer) .{0,80}has (?:not yet|never) been (?:built|called)",
        r"[Tt]he filepath provided must end in",
        r"The filename must end in `?\.weights\.h5",
        r"File format not supported",
        r"Invalid filepath extension for saving",
        r"__init__\(\) got an unexpected keyword argument",
        r"tf\.compat\.v1|eager execution",
        r"is deprecated in the new TF-Keras optimizer|is not a valid argument, kwargs should be empty",
        r"You cannot add new elements of state",
        r"This optimizer can only be called for the variables it was",  # one for two networks, which Keras 2 took
        r"Invalid input shape for input",  # of a rank that Keras 2 did not look at
        r"Only input tensors may be passed as positional arguments",
        r"you cannot mix tensors and non-tensors",  # in a dict of inputs, which Keras 2 turned into tensors
        r'of layer "(?:sequential|model)\w*" is incompatible with the layer: expected shape=',  # by input_length=
        r"should have unique names\. Name 'input_layer'",  # the input of a Sequential, which Keras 2 called otherwise
        r"Could not interpret (?:optimizer|loss|metric|activation)",
    )
)  # fmt: skip
_LIBRARY: Final = re.compile(
    r"[/\\](?:tf_)?keras[/\\]|\b[Kk]eras\b|Exception encountered when calling|Only input tensors may be passed"
    r"|<Variable path=|In a nested call\(\) argument"
)

Attempted = TypeVar("Attempted")
Run = Callable[[Keras], tuple[Evidence, Attempted]]


def rules_digest() -> str:
    """sha256 of the rules of choice and of the second run: a stored attempt was run by the rules of its day."""
    digest = hashlib.sha256()
    for file in (Path(__file__), Path(__file__).parent / "sandbox" / "keras_idioms.py"):
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def choice_for(cells: tuple[JobCell, ...], files: Path | None) -> Choice:
    """What the code of the notebook and of the modules handed in with it was written for."""
    code = [(cell.position, cell.source) for cell in cells if cell.kind == "code"]
    return choose([*code, *((0, text) for text in _modules(files))])


def run_with_either(choice: Choice, run: Run[Attempted], *, both: bool = True) -> tuple[Evidence, Attempted]:
    """Run with the chosen Keras and, where its failures mean the wrong one, once with the other; the better stands.

    Args: `both` is False where only one of them is installed.
    Returns: the evidence, with the runtime in it, and what `run` gave beside it.
    """
    chosen: Keras = choice.keras or "keras3"
    evidence, beside = run(chosen)
    if choice.keras is None:
        return evidence, beside
    used = RuntimeUsed(keras=chosen, because=choice.because)
    sign = wrong_runtime(evidence) if both and evidence.ending.kind in _TO_THE_END else None
    if sign is None:
        return replace(evidence, runtime=used), beside
    second, beside_second = run(_OTHER[chosen])
    counts = f"{cells_ok(second)} cells ran there, {cells_ok(evidence)} with {NAMES[chosen]}"
    if cells_ok(second) > cells_ok(evidence):
        because = f"{NAMES[chosen]} was tried first, and {sign}"
        return replace(
            second, runtime=RuntimeUsed(keras=_OTHER[chosen], because=because, other=f"more of it runs: {counts}")
        ), beside_second
    other = f"{NAMES[_OTHER[chosen]]} was tried too, since {sign}; no more of it runs: {counts}"
    return replace(evidence, runtime=replace(used, other=other)), beside


def wrong_runtime(evidence: Evidence) -> str | None:
    """The first failure that the other Keras may not have, "cell 4 failed with ..."; None when there is none."""
    for cell in evidence.cells:
        if cell.failure is not None and _means_the_other(cell.failure):
            message = cell.failure.message.strip().partition("\n")[0][:160]
            return f"cell {cell.position} failed with {cell.failure.name}: {message}"
    return None


def cells_ok(evidence: Evidence) -> int:
    """How many cells ran to their end."""
    return sum(cell.status == "ok" for cell in evidence.cells)


def _means_the_other(failure: CellFailure) -> bool:
    if failure.name in _IMPORTS:
        return _BELOW_KERAS.search(failure.message) is not None
    if not any(saying.search(failure.message) for saying in _SAYINGS):
        return False
    return _LIBRARY.search(failure.traceback) is not None or _LIBRARY.search(failure.message) is not None


def _modules(files: Path | None) -> Iterator[str]:
    """Sources of the Python files handed in; links and what cannot be read are passed over."""
    if files is None or not files.is_dir():
        return
    for path in sorted(files.rglob("*.py"))[:MOST_MODULES]:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                yield file.read(MODULE_BYTES).decode("utf-8", "replace")

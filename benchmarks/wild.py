"""Notebooks as they come: `python -m benchmarks.wild FOLDER` runs every notebook below a folder.

Each is run as `grader run` runs it: alone, in the sandbox, on the synthetic data it speaks of, by default in the quick
profile with its minute of training, and with the memory that the machine can spare. Printed for each: how many of its
code cells ran, how long it took, how many of the parameter counts that its saved outputs show the probe reproduces. At
the end the shares. The notebooks themselves stay where they are; nothing of them is kept.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from grader.cli.opening import open_bench
from grader.course import Course, CourseSettings
from grader.datasets.catalogue import names as dataset_names
from grader.datasets.profiles import profile_of
from grader.datasets.resources import resource_names
from grader.events import ignore
from grader.faults import GraderError
from grader.trial.trial import run_trial

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PARAMS = re.compile(r"(Total|Optimizer) params:\s*([\d,]+)\b(?!\.\d)")  # not "1.1 M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One notebook's run."""

    name: str
    ending: str
    cells: int
    ran: int
    seconds: float
    failures: tuple[str, ...]  # "cell 4: NameError: ..."
    saved: tuple[int, ...]  # parameter counts in the outputs it was saved with
    missed: tuple[int, ...]  # those of them that no model found has
    served: int  # substitutions
    loads: tuple[str, ...]  # what was asked for and given rows of a data set or a resource: "spam.csv -> sms-spam, ..."
    notes: tuple[str, ...]


def saved_counts(notebook: Path) -> tuple[int, ...]:
    """Each "Total params" of a summary in the saved outputs, but 0, which Keras prints of what is not built yet.

    Keras 3 counts the optimizer's in, we do not.
    """
    raw = json.loads(notebook.read_text(encoding="utf-8"))
    cells = raw.get("cells") or [cell for sheet in raw.get("worksheets", []) for cell in sheet["cells"]]
    found = []
    for cell in cells:
        text = "\n".join(_printed(output) for output in cell.get("outputs", []))  # Keras 3 shows it piece by piece
        for word, number in _PARAMS.findall(text):
            if word == "Total":
                found.append(int(number.replace(",", "")))
            elif found:
                found[-1] -= int(number.replace(",", ""))  # Keras 3 counts the optimiser's among them
    return tuple(count for count in found if count)


def _printed(output: dict[str, Any]) -> str:
    text = output.get("text") or output.get("data", {}).get("text/plain") or ""
    return _COLOUR.sub("", "".join(text) if isinstance(text, list) else str(text))


def row_of(notebook: Path, bench: object, data: Path | None) -> Row:
    started = time.monotonic()
    try:
        evidence = run_trial(notebook, bench, data=data).evidence  # type: ignore[arg-type]
    except GraderError as error:
        return Row(
            name=notebook.stem, ending=error.what, cells=0, ran=0, seconds=time.monotonic() - started, failures=(),
            saved=saved_counts(notebook), missed=saved_counts(notebook), served=0, loads=(),
            notes=(),
        )  # fmt: skip
    code = {cell.position for cell in evidence.submitted if cell.kind == "code" and cell.source.strip()}
    counts = {model.parameters for model in evidence.models}
    saved = saved_counts(notebook)
    return Row(
        name=notebook.stem,
        ending=evidence.ending.kind,
        cells=len(code),
        ran=sum(cell.status == "ok" for cell in evidence.cells if cell.position in code),
        seconds=time.monotonic() - started,
        failures=tuple(
            f"cell {cell.position}: {cell.failure.name}: {cell.failure.message[:200]}"
            for cell in evidence.cells
            if cell.failure is not None
        ),
        saved=saved,
        missed=tuple(count for count in saved if count not in counts),
        served=len(evidence.substitutions),
        loads=tuple(
            f"{one.asked[:200]} -> {one.served[:100]}"
            for one in evidence.substitutions
            if one.served.startswith((*dataset_names(), *resource_names()))
        ),
        notes=tuple(f"{note.about}: {note.text}" for note in evidence.notes),
    )


def summary(rows: list[Row]) -> list[str]:
    whole = sum(row.ending == "finished" for row in rows)
    saved, missed = sum(len(row.saved) for row in rows), sum(len(row.missed) for row in rows)
    cells, ran = sum(row.cells for row in rows), sum(row.ran for row in rows)
    failed = sum(row.ending == "cell_failed" for row in rows)
    return [
        f"{len(rows)} notebooks: {whole} with every cell run, {failed} to the end with a cell that failed, "
        f"{len(rows) - whole - failed} stopped before",
        f"{ran} of {cells} code cells ran",
        f"{saved - missed} of {saved} saved parameter counts reproduced",
        f"median {statistics.median(row.seconds for row in rows):.0f} s a notebook",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=10, help="wall clock of one notebook")
    parser.add_argument("--profile", default="quick", help="quick or full")
    parser.add_argument("--data", type=Path, help="folder of real data; default: synthetic")
    parser.add_argument("--out", type=Path, help="a JSON file with a row a notebook")
    parser.add_argument("--only", nargs="*", help="names without .ipynb; default: all")
    asked = parser.parse_args()
    notebooks = [path for path in sorted(asked.folder.rglob("*.ipynb")) if not asked.only or path.stem in asked.only]
    if not notebooks:
        parser.error(f"{asked.folder}: no notebook to run below it")
    with TemporaryDirectory(prefix="wild-") as name:
        home = Path(name)
        home.chmod(0o755)
        course = Course(root=home, settings=CourseSettings(wall_minutes=asked.minutes, cpus_per_attempt=1))
        with open_bench(
            course, profile=profile_of(asked.profile), device="cpu", sandbox="bubblewrap", listener=ignore,
            cancel=threading.Event(), jobs=str(asked.jobs), spare=True,
        ) as bench, ThreadPoolExecutor(asked.jobs) as pool:  # fmt: skip
            rows = []
            for row in pool.map(lambda notebook: row_of(notebook, bench, asked.data), notebooks):
                rows.append(row)
                counted = f"{len(row.saved) - len(row.missed)}/{len(row.saved)}"
                print(
                    f"{row.name:20} {row.ran:3}/{row.cells:<3} {row.seconds:6.1f} s  counts {counted:6} {row.ending}",
                    flush=True,
                )
                for failure in row.failures[:3]:
                    print(f"    {failure[:150]}", flush=True)
    for line in summary(rows):
        print(line)
    if asked.out is not None:
        asked.out.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

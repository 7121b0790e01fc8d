"""`make hostile`: run every hostile case against everything it can be let loose on, and print what came of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table


@dataclass(slots=True)
class Outcomes:
    """A pytest plugin that remembers each case's executor, ending and whether all that is expected of it held."""

    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and not report.failed:
            return
        said = dict(report.user_properties)
        case = said.get("case") or report.nodeid.rpartition("::")[2]
        self.rows.append((str(said.get("executor", "")), str(case), str(said.get("ending", "")), report.passed))


def table(rows: list[tuple[str, str, str, bool]]) -> Table:
    made = Table("run by", "case", "ending", "contained")
    for executor, case, ending, contained in sorted(rows):
        made.add_row(executor, case, ending, "yes" if contained else "[bold red]NO[/]")
    return made


def main() -> int:
    outcomes = Outcomes()
    folder = Path(__file__).parent
    code = pytest.main(["-n", "2", "--dist", "loadfile", "--no-header", *sys.argv[1:], str(folder)], plugins=[outcomes])
    Console().print(table(outcomes.rows))
    held = sum(contained for *_, contained in outcomes.rows)
    print(f"{held} of {len(outcomes.rows)} contained")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m grader.inside.warm CONTROL FILTER RUNNER`: be a warm parent.

CONTROL is an inherited socket, FILTER an inherited file with the system call filter, RUNNER a module with three
functions: `prepare()`, called once here before anything else is imported, `settle()`, called whenever something has
been, and `run(job_file, fd)`, called in each fork.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
from typing import NoReturn

from grader.inside.warm.parent import WarmParent


def main(control: int, calls: int, runner: str) -> NoReturn:
    with os.fdopen(calls, "rb") as program:
        filter_program = program.read()
    module = importlib.import_module(runner)
    module.prepare()
    os.set_inheritable(control, False)
    WarmParent(socket.socket(fileno=control), filter_program, module).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

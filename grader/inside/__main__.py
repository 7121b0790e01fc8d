"""`python -m grader.inside JOB FD`: run the job described in the file JOB, write frames to the inherited pipe FD."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.inside.runner import run

if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit("usage: python -m grader.inside JOB FD")
    run(Path(sys.argv[1]).resolve(), int(sys.argv[2]))

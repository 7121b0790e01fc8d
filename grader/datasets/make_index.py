"""Write a data set's split file: `python -m grader.datasets.make_index FILE`, run once per published source.

What it writes is a function of the file's bytes alone (grader/datasets/splitting.py says how), so anyone
who holds the source can make it again and compare.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.datasets.index_file import FOLDER
from grader.datasets.sms_files import read_file
from grader.datasets.sms_spam import NAME, index_of
from grader.faults import GraderError
from grader.files import write_atomically


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        index = index_of(read_file(Path(arguments[0])))
    except GraderError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    target = FOLDER / f"{NAME}.json"
    write_atomically(target, index.to_json().encode())
    print(f"{target}: {len(index.split.train):,} training and {len(index.split.test):,} test rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

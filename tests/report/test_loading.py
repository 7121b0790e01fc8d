"""A printing process starts no other: WeasyPrint finds its libraries without a compiler."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
started = []
sys.addaudithook(lambda event, arguments: started.append(event) if event in ("subprocess.Popen", "os.system") else 0)
from grader.report.loading import load_weasyprint
load_weasyprint()
assert "weasyprint" in sys.modules
print(started)
"""


def test_loading_weasyprint_starts_no_process() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

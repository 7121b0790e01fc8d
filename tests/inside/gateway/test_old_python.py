"""In a notebook of Python 2 whole numbers divide to whole ones, and old modules and methods are there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.inside.builders import run_cells

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="lib2to3 is no more")

# (cell, what it prints)
CASES = [
    ("print 7 / 2, -7 / 2, 7 / 2.0", "3 -4 3.5\n"),
    ("import numpy as np\na = np.array([3, 5])\nprint a / 2, a / 2.0", "[1 2] [1.5 2.5]\n"),
    ("n = 7\nn /= 2\nx = np.ones(2)\ny = x\nx /= 2\nprint n, y", "3 [0.5 0.5]\n"),
    ("import pandas as pd\nprint list(pd.Series([1, 3]) / 2)", "[0.5, 1.5]\n"),
    ("d = {'a': 1}\nprint d.keys()[0], d.items()[0], pd.Series(d).keys().tolist()", "a ('a', 1) ['a']\n"),
    ("rows = range(3)\nrows.append(7)\nprint rows + range(1)", "[0, 1, 2, 7, 0]\n"),
    ("print len(map(str, [1])), zip([1], [2])[0]", "1 (1, 2)\n"),
    ("print 'é'.decode('utf-8'), unicode('a', 'utf-8'), b'b'.decode('ascii')", "é a b\n"),
    ("import sys\nreload(sys)\nsys.setdefaultencoding('utf8')\nprint sys.maxint > 0", "True\n"),
    ("import cPickle as pickle, urllib2, urllib\nprint pickle.loads(pickle.dumps(1))", "1\n"),
    ("print urllib2.Request('http://a.b').host, urllib.urlencode({'a': 1})", "a.b a=1\n"),
    ("from StringIO import StringIO\nfrom Queue import Queue\nprint StringIO('x').read()", "x\n"),
    ("print reduce(lambda a, b: a + b, [1, 2]), cmp(2, 1)", "3 1\n"),
]


def test_a_notebook_of_python_2(tmp_path: Path) -> None:
    run = run_cells(tmp_path, [source for source, _ in CASES])
    numbers = range(1, len(CASES) + 1)
    assert [run.cell(n)["failure"] for n in numbers] == [None] * len(CASES)
    assert [run.text(n) for n in numbers] == [meant for _, meant in CASES]
    asked = [each["asked"] for each in run.of("substitution")]
    assert {"cells of Python 2", "/ of two whole numbers", "import cPickle"} <= set(asked)


def test_errors_are_on_the_lines_of_the_notebook(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["print 1\n\nfor k in {}.iterkeys(): pass\nint('q') / 2"])
    failure = run.cell(1)["failure"]
    assert (failure["name"], failure["line"]) == ("ValueError", 4)


def test_a_notebook_of_python_3_has_none_of_it(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["print(7 / 2)", "import cPickle", "reduce", "print 1 2"])
    assert run.text(1) == "3.5\n"
    assert [run.cell(n)["failure"]["name"] for n in (2, 3, 4)] == ["ModuleNotFoundError", "NameError", "SyntaxError"]
    assert not run.of("substitution")

"""Cells of Python 2 become cells of Python 3, on their lines; what is neither, or is Python 3 already, stays."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings

import pytest

from grader.evidence.wire.job import Job, JobCell
from grader.inside.cell_source import transformer
from grader.inside.python_two import Translation, translated

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="lib2to3 is no more")


def translation(*sources: str) -> Translation:
    cells = tuple(JobCell(position=n, kind="code", source=source) for n, source in enumerate(sources, start=1))
    return translated(
        Job(cells=cells, files="", data="", datasets=(), seed=7, device="cpu", max_epochs=None)
    )  # fmt: skip


def sources(made: Translation) -> list[str]:
    return [cell.source.rstrip("\n") for cell in made.job.cells]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        pytest.param("print x.shape", "print(x.shape)", id="print"),
        pytest.param("print 'a', b", "print('a', b)", id="print several"),
        pytest.param("print 'a',", "print('a', end=' ')", id="print on one line"),
        pytest.param("try:\n    f()\nexcept E, e:\n    pass", "try:\n    f()\nexcept E as e:\n    pass", id="except"),
        pytest.param("raise E, 'no'", "raise E('no')", id="raise"),
        pytest.param("exec code", "exec(code)", id="exec"),
        pytest.param("print a <> b, `c`", "print(a != b, repr(c))", id="signs that are no more"),
        pytest.param("print ur'é', 10L, 0777", "print(r'é', 10, 0o777)", id="literals"),
        pytest.param("print d.has_key(1), unicode(x)", "print(1 in d, str(x))", id="names"),
        pytest.param(
            "for k, v in d.iteritems(): print k", "for k, v in d.items(): print(k)", id="views of dictionaries"
        ),
        pytest.param(
            "for epoch in xrange(3): print epoch", "for epoch in range(3): print(epoch)", id="loops that are known"
        ),
        pytest.param("%matplotlib inline\n!ls\nprint 1", "%matplotlib inline\n!ls\nprint(1)", id="IPython's lines"),
        pytest.param("files = !ls\nprint files", "files = !ls\nprint(files)", id="a command's answer"),
        pytest.param("%%time\nprint 1", "%%time\nprint(1)", id="under a magic"),
    ],
)
def test_what_only_python_2_takes(cell: str, meant: str) -> None:
    made = translation(cell)
    assert sources(made) == [meant]
    assert made.cells == (1,)


def test_its_lines_stay_where_they_are() -> None:
    cell = "import os\n\n%matplotlib inline\nfrom itertools import izip\n\n\nprint os  # here\n"
    lines = transformer().transform_cell(translation(cell).job.cells[0].source).splitlines()
    assert lines[6] == "print(os)  # here"


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("print x y", id="no Python at all"),
        pytest.param("def f(:\n    print 1", id="half of it"),
        pytest.param("x = [1, 2", id="not closed"),
        pytest.param("print 'a'\nprint('b', end='')", id="both in one cell"),
    ],
)
def test_what_is_neither_keeps_its_own_error(cell: str) -> None:
    made = translation(cell, "xrange(3)")
    assert sources(made) == [cell, "xrange(3)"]
    assert not made.cells


def test_the_other_cells_of_its_notebook_are_translated_too() -> None:
    made = translation("print 1", "xrange(3)", "d.itervalues()", "x = 1")
    assert sources(made) == ["print(1)", "range(3)", "d.values()", "x = 1"]
    assert (made.whole, made.floors) == (True, True)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("print(f'{x}')", id="an f-string"),
        pytest.param("print('a', end='')", id="print with keywords"),
        pytest.param("x: int = 1", id="an annotation"),
        pytest.param("a @ b", id="a product of matrices"),
    ],
)
def test_one_old_cell_does_not_make_a_notebook_old(cell: str) -> None:
    made = translation("print 1", cell, "xrange(3)")
    assert sources(made) == ["print(1)", cell, "xrange(3)"]
    assert (made.whole, made.floors) == (False, False)


def test_nor_does_one_among_many_that_print_by_a_call() -> None:
    assert not translation("print 1", "print(2)", "print(3)").whole
    assert translation("print 1", "print(2)", "print 3").whole


def test_division_is_exact_where_the_notebook_asks_for_it() -> None:
    made = translation("from __future__ import division", "print 1")
    assert (made.whole, made.floors) == (True, False)


def test_an_ordinary_notebook_is_the_one_given_and_costs_no_import() -> None:
    code = (
        "import sys\nfrom grader.evidence.wire.job import Job, JobCell\n"
        "from grader.inside.python_two import translated\n"
        "cell = JobCell(position=1, kind='code', source='!ls\\nxrange(3)')\n"
        "job = Job(cells=(cell,), files='', data='', datasets=(), seed=7, device='cpu', max_epochs=None)\n"
        "assert translated(job).job is job\nassert 'lib2to3' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_said_of_lib2to3_s_age() -> None:
    code = "from tests.inside.test_python_two import translation\ntranslation('print 1')\n"
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], check=True, capture_output=True, text=True)
    assert "lib2to3" not in done.stderr


def test_what_comes_out_is_python_3() -> None:
    with warnings.catch_warnings(action="error"):
        ast.parse(translation("def f((a, b)):\n    return a\nprint f((1, 2))").job.cells[0].source)

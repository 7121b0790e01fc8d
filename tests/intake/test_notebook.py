from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.faults import SubmissionError
from grader.intake.notebook import MAX_BYTES, read_notebook
from tests.intake.builders import code, notebook, notebook_3, stream, text, write_json


def _write(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("minor", [0, 2, 4, 5])
def test_a_notebook_of_format_4(tmp_path: Path, minor: int) -> None:
    body = notebook(text("# Spam"), code("a = 1\nprint(a)", [stream("1\n")], 3), code("a"), minor=minor)
    read = read_notebook(write_json(tmp_path / "a.ipynb", body))
    assert [(c.position, c.kind, c.source) for c in read.cells] == [
        (1, "text", "# Spam"),
        (2, "code", "a = 1\nprint(a)"),
        (3, "code", "a"),
    ]
    assert read.prompts == (None, 3, None)
    assert [(o.cell, o.kind, o.text) for o in read.outputs] == [(2, "stream", "1\n")]
    assert read.format == f"ipynb 4.{minor}"


def test_a_notebook_of_format_3(tmp_path: Path) -> None:
    old = {
        "cell_type": "code",
        "input": ["print 1"],
        "prompt_number": 2,
        "outputs": [{"output_type": "pyout", "text": ["0.98"], "html": "<b>x</b>"}],
    }
    read = read_notebook(write_json(tmp_path / "a.ipynb", notebook_3({"cell_type": "heading", "source": "x"}, old)))
    assert [cell.kind for cell in read.cells] == ["text", "code"]
    assert (read.cells[1].source, read.prompts[1], read.outputs[0].kind) == ("print 1", 2, "result")
    assert read.format == "ipynb 3.0"


def test_a_table_is_kept_as_html_and_as_text(tmp_path: Path) -> None:
    html = "<table><tr><th>model</th><th>accuracy</th></tr><tr><td>RNN</td><td>0.98</td></tr></table>"
    output = {"output_type": "display_data", "data": {"text/html": [html]}}
    read = read_notebook(write_json(tmp_path / "a.ipynb", notebook(code("df", [output]))))
    assert read.outputs[0].text == "model\taccuracy\nRNN\t0.98"
    assert read.outputs[0].html == html


def test_saved_outputs_lose_what_steers_a_terminal(tmp_path: Path) -> None:
    noisy = "\x1b[1m35/35\x1b[0m - accuracy: 0.1\r35/35 - accuracy: 0.98\u202e\x07\n"
    read = read_notebook(write_json(tmp_path / "a.ipynb", notebook(code("x", [stream(noisy)]))))
    assert read.outputs[0].text == "35/35 - accuracy: 0.98\n"


def test_lone_surrogates_cannot_break_the_job_file(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.ipynb", b'{"cells": [{"cell_type": "code", "source": "a = \'\\ud800\'"}]}')
    read_notebook(path).cells[0].source.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        pytest.param("a.ipynb", b"", "is empty", id="empty"),
        pytest.param("a.ipynb", b" \n ", "is empty", id="blank"),
        pytest.param("a.ipynb", b"\n<!DOCTYPE html><html>", "a web page (HTML)", id="html"),
        pytest.param("a.ipynb", b"%PDF-1.7 ...", "a PDF document", id="pdf"),
        pytest.param(
            "a.ipynb", b"PK\x03\x04....[Content_Types].xml....word/document.xml", "a Word document", id="word"
        ),
        pytest.param("a.ipynb", b"PK\x03\x04 a.ipynb", "a zip archive", id="zip"),
        pytest.param("a.ipynb", b"\x89PNG\r\n", "a picture (PNG)", id="picture"),
        pytest.param("a.ipynb", b"abc\0def", "a binary file", id="binary"),
        pytest.param("a.ipynb", b"import keras\n", "it begins with: import keras", id="python"),
        pytest.param("a.ipynb", b'{"cells": [', "damaged or cut off at line 1", id="cut off"),
        pytest.param("a.ipynb", b'{"data": 1}', "no cells", id="other JSON"),
        pytest.param("a.ipynb", b"[1, 2]", "no cells", id="a list"),
        pytest.param("a.ipynb", b'{"cells": [], "x": "\xe4"}', "not UTF-8", id="bytes"),
        pytest.param("a.ipynb", b"[" * 200_000, "not a notebook: its lists and objects are nested", id="deep nesting"),
        pytest.param("a.ipynb", b'{"cells": [], "n": ' + b"9" * 5000 + b"}", "thousands of digits", id="huge number"),
        pytest.param("a.ipynb", b'{"cells": [{"cell_type": "markdown"}]}', "it holds 1 cell, without code", id="text"),
        pytest.param("a.ipynb", b'{"cells": []}', "it holds nothing", id="no cells"),
        pytest.param("a.py", b"# only a comment\n\n", None, id="comments run"),
        pytest.param("a.py", b"x = 1\ny = '\xe4'\n", "not valid UTF-8: byte 11 (0xe4) on line 2", id="latin-1"),
        pytest.param("a.py", b"# coding: klingon\n", "its coding line is wrong", id="unknown coding"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path: Path, name: str, content: bytes, what: str | None) -> None:
    path = _write(tmp_path, name, content)
    if what is None:
        assert read_notebook(path).cells
        return
    with pytest.raises(SubmissionError) as caught:
        read_notebook(path)
    assert what in caught.value.what
    assert caught.value.fix


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"kernelspec": {"name": "ir43"}}, "R"),
        ({"language_info": {"name": "julia"}}, "Julia"),
        ({"kernelspec": {"name": "julia-1.9"}}, "Julia"),
    ],
)
def test_another_language_is_refused(tmp_path: Path, metadata: dict[str, object], language: str) -> None:
    path = write_json(tmp_path / "a.ipynb", notebook(code("x <- 1"), **metadata))
    with pytest.raises(SubmissionError, match=f"written for {language}, not for Python"):
        read_notebook(path)


@pytest.mark.parametrize("kernel", ["python3", "conda-base-py", "python2", "congyuml"])
def test_python_kernels_of_any_name_are_read(tmp_path: Path, kernel: str) -> None:
    path = write_json(tmp_path / "a.ipynb", notebook(code("x"), kernelspec={"name": kernel}))
    assert read_notebook(path).cells


def test_a_notebook_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.ipynb"
    with path.open("wb") as stream_:
        stream_.truncate(50_000_000)
    with pytest.raises(SubmissionError, match=r"has 50 MB, the limit is 30 MB(.|\n)*clear the outputs"):
        read_notebook(path)
    assert MAX_BYTES < 50_000_000


def test_a_named_pipe_and_a_link_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")
    (tmp_path / "b.ipynb").symlink_to("/etc/passwd")
    for name in ("a.ipynb", "b.ipynb", "missing.ipynb"):
        with pytest.raises(SubmissionError, match="cannot be read"):
            read_notebook(tmp_path / name)


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        pytest.param("# %%\na = 1\n# %% [markdown]\n# Hello\n\n# %%\n# !ls\n", ["a = 1", "Hello", "!ls"], id="percent"),
        pytest.param("# In[1]:\n\n\na = 1\n\n\n# In[ ]:\n\n\nb = 2\n", ["a = 1", "b = 2"], id="exported"),
        pytest.param("import os\nimport re\n\n# why\nx = 1\n", ["import os\nimport re", "# why\nx = 1"], id="blocks"),
        pytest.param(
            "a = 1\n\n@d\ndef f():\n\n    return 1\n", ["a = 1", "@d\ndef f():\n\n    return 1"], id="decorated"
        ),
        pytest.param("print 'old'\n\nx = 1\n", ["print 'old'\n\nx = 1\n"], id="not Python 3"),
    ],
)
def test_scripts_become_cells(tmp_path: Path, source: str, cells: list[str]) -> None:
    read = read_notebook(_write(tmp_path, "a.py", source.encode()))
    assert [cell.source for cell in read.cells] == cells


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("# -*- coding: latin-1 -*-\nx = 'ä'\n".encode("latin-1"), id="coding line"),
        pytest.param("x = 'ä'\r\n".encode("utf-8-sig"), id="BOM and CRLF"),
        pytest.param("x = 'ä'\n".encode("utf-16"), id="UTF-16"),
    ],
)
def test_other_encodings_that_say_so_are_read(tmp_path: Path, raw: bytes) -> None:
    assert "x = 'ä'" in read_notebook(_write(tmp_path, "a.py", raw)).cells[-1].source


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "?"])},
    optional={"source": JSON, "outputs": JSON | st.lists(st.fixed_dictionaries({"output_type": JSON, "data": JSON})),
              "execution_count": JSON, "input": JSON},
)  # fmt: skip
BODY = st.fixed_dictionaries(
    {"cells": st.lists(CELL | JSON, max_size=6) | JSON}, optional={"metadata": JSON, "nbformat": JSON}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.one_of(BODY.map(lambda body: json.dumps(body).encode()), st.binary(max_size=300)),
    st.sampled_from([".ipynb", ".py"]),
)
def test_anything_is_read_or_refused_in_our_own_words(tmp_path: Path, content: bytes, suffix: str) -> None:
    """Bad input: one clear message, and never another exception."""
    path = _write(tmp_path, f"a{suffix}", content)
    try:
        read = read_notebook(path)
    except SubmissionError:
        return
    assert [cell.position for cell in read.cells] == list(range(1, len(read.cells) + 1))
    assert len(read.prompts) == len(read.cells)


@pytest.mark.parametrize("coding", ["rot13", "zlib", "undefined", "punycode"])
def test_a_coding_that_makes_no_text_is_refused(tmp_path: Path, coding: str) -> None:
    with pytest.raises(SubmissionError):
        read_notebook(_write(tmp_path, "a.py", f"# coding: {coding}\nx = 1 - 'a-b'\n".encode()))


@pytest.mark.parametrize("cell", ["# %%\n1\n", "1\n\n"])
def test_a_script_has_no_more_cells_than_a_notebook(tmp_path: Path, cell: str) -> None:
    with pytest.raises(SubmissionError, match="cells, the limit is"):
        read_notebook(_write(tmp_path, "a.py", cell.encode() * 20_000))


def test_a_very_long_script_is_not_parsed_outside(tmp_path: Path) -> None:
    """Python's parser takes time that grows with the square of some texts."""
    source = 'f"' + "{b}" * 1_000_000 + '"\n\n1\n'
    assert len(read_notebook(_write(tmp_path, "a.py", source.encode())).cells) == 1

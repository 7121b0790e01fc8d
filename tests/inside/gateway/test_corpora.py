"""Downloads of NLTK's data as lines of the shell, by NLTK and by TextBlob."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells

LINES = {
    "!python -m nltk.downloader -d /tmp/here stopwords brown": "stopwords is there, brown is not there",
    "!python3 -m nltk.downloader popular": "popular is a collection of which a part may be there",
    "!python -m textblob.download_corpora lite && echo done": "movie_reviews is not there\ndone",
    "import nltk\nnltk.download_shell()": "nothing named is not there",
    "import subprocess as s, sys\nprint(s.run([sys.executable, '-m', 'textblob.download_corpora']).returncode)": "0",
}


def serve_stop_words(data: Path) -> None:
    corpora = data / "nltk-data"
    stop = corpora / "nltk_data" / "corpora" / "stopwords"
    stop.mkdir(parents=True)
    (stop / "english").write_text("the\nof\n")
    (corpora / "manifest.json").write_text(json.dumps({"kind": "nltk", "folder": "nltk_data"}))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("corpora")
    return run_cells(folder, [*LINES], writers=[serve_stop_words], resources=("nltk-data",))


@pytest.mark.slow
@pytest.mark.parametrize(("position", "line"), list(enumerate(LINES, start=1)))
def test_a_download_says_what_is_there(position: int, line: str, run: Run) -> None:
    assert run.cell(position)["status"] == "ok", run.cell(position)["failure"]
    assert run.text(position).strip().endswith(LINES[line])


@pytest.mark.slow
def test_each_is_recorded(run: Run) -> None:
    said = {each["asked"]: each["served"] for each in run.of("substitution") if each["how"] == "nltk"}
    assert said["textblob.download_corpora lite"].startswith("nothing downloaded; brown is not there, punkt_tab is not")
    assert len(said) == len(LINES)

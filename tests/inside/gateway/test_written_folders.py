"""Which folders are made before the first cell, and where none is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.inside.gateway.written_folders import install


class Said:
    def __init__(self) -> None:
        self.folders: list[str] = []

    def substituted_once(self, *, asked: str, **_: Any) -> None:
        self.folders.append(asked)


@pytest.mark.parametrize(
    ("code", "made"),
    [
        pytest.param("torch.save(net, 'models/net.pt')", ["models"], id="a folder"),
        pytest.param("plt.savefig(f'out/figures/{name}.png')", ["out", "out/figures"], id="an f-string"),
        pytest.param("open('logs/' + name, 'a')", ["logs"], id="a sum"),
        pytest.param("ModelCheckpoint('best/{epoch}.keras')", ["best"], id="a callback"),
        pytest.param("open('data/train.csv')", [], id="reading"),
        pytest.param("df.to_csv('table.csv')", [], id="beside the notebook"),
        pytest.param("df.to_csv('/content/drive/x/table.csv')", [], id="elsewhere"),
        pytest.param("df.to_csv('../up/table.csv')", [], id="above"),
        pytest.param("df.to_csv('a/b.csv')\nos.makedirs('a')", [], id="it makes its own"),
        pytest.param("df.to_csv('a/b.csv')\nif not os.path.exists('a'): stop()", [], id="it looks first"),
        pytest.param("df.to_csv('{}/b.csv'.format(x))", [], id="a template"),
    ],
)
def test_folders_that_are_written_to_are_there(code: str, made: list[str], tmp_path: Path) -> None:
    said: Any = Said()
    install(said, tmp_path, [code])
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == made
    assert len(said.folders) == (1 if made else 0)


def test_a_folder_that_came_along_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    said: Any = Said()
    install(said, tmp_path, ["torch.save(net, 'models/net.pt')"])
    assert said.folders == []

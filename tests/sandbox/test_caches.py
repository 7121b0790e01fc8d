"""Every executor shows the course's pretrained weights, and no box lets anybody write to them."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from grader.evidence.ending import EndingKind
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor
from grader.sandbox.plain import PlainExecutor
from grader.sandbox.warm.executor import WarmExecutor
from tests.sandbox.builders import limits, order, standin_runner

CODE = """
from pathlib import Path
folder = Path(job.weights)
print((folder / "keras" / "a.h5").read_text(), (folder / "hf" / "snapshots" / "main").read_text())
try:
    (folder / "keras" / "mine.h5").write_text("x")
    print("written")
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("make", [BubblewrapExecutor, WarmExecutor, PlainExecutor], ids=["single-use", "warm", "none"])
@pytest.mark.parametrize("private", [False, True], ids=["readable", "private"])
def test_weights_are_there_and_read_only(make: type, private: bool, tmp_path: Path) -> None:
    keras, hub = tmp_path / "models", tmp_path / "hub"
    for folder, name in ((keras, "a.h5"), (hub / "blobs", "b")):
        folder.mkdir(parents=True)
        (folder / name).write_text(name)
    (hub / "snapshots").mkdir()
    (hub / "snapshots" / "main").symlink_to("../blobs/b")
    if private:
        (keras / "a.h5").chmod(0o600)
        (hub / "blobs").chmod(0o700)
    for folder in (tmp_path / "data", tmp_path / "into"):
        folder.mkdir()
    wanted = replace(order(tmp_path / "data", CODE), weights=(("hf", hub), ("keras", keras)))
    with ExitStack() as stack:
        executor: Executor = stack.enter_context(closing(make(standin_runner())))
        raw = executor.run(wanted, limits(), tmp_path / "into")
    assert raw.ending.kind is EndingKind.FINISHED
    # Without a box the folder is the user's own, and so are the rights to it.
    write = "written" if make is PlainExecutor else "OSError"
    assert raw.log.read_text() == f"a.h5 b\n{write}\n"

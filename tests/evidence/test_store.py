"""Stored attempts are whole or absent, and what was stored is what comes back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest

from grader.evidence import store as store_module
from grader.evidence.bundle import to_files
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.log import KEPT, cleaned_log
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.store import Store
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import CellFailure
from grader.faults import MachineError
from tests.evidence import builders as b


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return b.good_evidence(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / ".grader" / "attempts")


def same(one: Evidence, other: Evidence) -> bool:
    """Equal to the byte: arrays and NaN cannot be compared with `==`."""
    return to_files(one) == to_files(other)


def test_what_was_stored_comes_back(store: Store, evidence: Evidence) -> None:
    assert not store.has(b.KEY)
    folder = store.save(evidence, None)
    assert folder == store.root / b.KEY
    assert store.has(b.KEY)
    loaded = store.load(b.KEY)
    assert same(loaded, evidence)
    assert loaded.models == evidence.models
    assert loaded.images == evidence.images
    assert np.array_equal(loaded.arrays["a1"], evidence.arrays["a1"])
    assert loaded.ending.kind is EndingKind.FINISHED


def test_the_keras_that_ran_comes_back(store: Store, evidence: Evidence) -> None:
    runtime = RuntimeUsed(keras="keras2", because="cell 3 uses lr=", other="no more of it runs")
    store.save(replace(evidence, runtime=runtime), None)
    assert store.load(b.KEY).runtime == runtime


def test_evidence_without_records_comes_back(store: Store, tmp_path: Path) -> None:
    empty = b.read(tmp_path / "empty", b"", ending=b.KILLED)
    store.save(empty, None)
    assert same(store.load(b.KEY), empty)


def test_sources_are_kept_to_the_letter(store: Store, tmp_path: Path) -> None:
    cells = (JobCell(position=1, kind="code", source="x = '\ud800\x1b[31m'\r\n\tprint(x)  \n"),)
    empty = b.read(tmp_path / "empty", b"", ending=b.KILLED, submitted=cells)
    store.save(empty, None)
    assert store.load(b.KEY).submitted == cells


def test_the_same_evidence_makes_the_same_bytes(store: Store, evidence: Evidence, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    for each in (store, other):
        each.save(evidence, None)

    def digests(root: Path) -> dict[str, str]:
        files = (path for path in root.rglob("*") if path.is_file())
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digests(store.root) == digests(other.root)


def test_ids_never_become_paths(store: Store, evidence: Evidence) -> None:
    store.save(evidence, None)
    names = sorted(path.name for path in (store.root / b.KEY).rglob("*") if path.is_file())
    assert names == ["0001.npy", "0001.png", "0002.npy", "0003.npy", "0004.npy", "bundle.json", "evidence.json",
                     "executed.ipynb"]  # fmt: skip


@pytest.mark.parametrize("key", ["", "../../etc", "UPPER" * 4, "g" * 64, "a" * 7, "a" * 200, "abcdef12\n"])
def test_keys_are_hex_only(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="not an attempt's key"):
        store.has(key)
    with pytest.raises(ValueError, match="not an attempt's key"):
        store.load(key)


def test_saving_again_replaces(store: Store, evidence: Evidence) -> None:
    store.save(evidence, None)
    changed = replace(evidence, ending=b.KILLED)
    store.save(changed, None)
    assert store.load(b.KEY).ending == b.KILLED
    assert [path.name for path in store.root.iterdir()] == [b.KEY]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_absent(store: Store) -> None:
    assert not store.has(b.KEY)
    with pytest.raises(MachineError, match="To fix: delete this folder"):
        store.load(b.KEY)


@pytest.mark.parametrize("name", ["evidence.json", "arrays/0001.npy", "images/0001.png", "bundle.json"])
@pytest.mark.parametrize("how", ["gone", "cut", "flipped"])
def test_a_damaged_attempt_is_never_used(store: Store, evidence: Evidence, name: str, how: str) -> None:
    path = store.save(evidence, None) / name
    if how == "gone":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-1] if name != "bundle.json" else path.read_bytes()[:-9])
    else:
        flip(path)
    if how != "flipped":
        assert not store.has(b.KEY)
    with pytest.raises(MachineError, match="this stored attempt cannot be used") as raised:
        store.load(b.KEY)
    assert str(store.root / b.KEY) in str(raised.value)
    store.save(evidence, None)
    assert same(store.load(b.KEY), evidence), "a damaged attempt is replaced by the next save"


def test_a_seal_cannot_name_files_outside(store: Store, evidence: Evidence, tmp_path: Path) -> None:
    folder = store.save(evidence, None)
    seal = json.loads((folder / "bundle.json").read_text())
    (tmp_path / "secret").write_text("x")
    seal["files"]["../../../secret"] = [1, hashlib.sha256(b"x").hexdigest()]
    (folder / "bundle.json").write_text(json.dumps(seal))
    assert not store.has(b.KEY)


def reseal(folder: Path, name: str, content: bytes) -> None:
    """Change a file and its digest: what is left to notice it is the validation of the content."""
    (folder / name).write_bytes(content)
    seal = json.loads((folder / "bundle.json").read_text())
    seal["files"][name] = [len(content), hashlib.sha256(content).hexdigest()]
    (folder / "bundle.json").write_text(json.dumps(seal))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"format": 1', b'"format": 9', "not of format 1"),
        (b'"parameters": 261361', b'"parameters": "many"', "needs a whole number"),
        (b'"dtype": "float32"', b'"dtype": "float64"', "not the array"),
        (b'"image": "i1"', b'"image": "i7"', "not there"),
        (b'"key": "0123', b'"key": "9999', "another attempt"),
        (b'"kind": "finished"', b'"kind": "fine"', "needs one of"),
    ],
)
def test_content_is_validated_again(store: Store, evidence: Evidence, old: bytes, new: bytes, why: str) -> None:
    folder = store.save(evidence, None)
    content = (folder / "evidence.json").read_bytes()
    assert old in content
    reseal(folder, "evidence.json", content.replace(old, new))
    with pytest.raises(MachineError, match=why):
        store.load(b.KEY)


def test_pickles_and_huge_shapes_in_arrays_are_refused(store: Store, evidence: Evidence) -> None:
    folder = store.save(evidence, None)
    np.save(folder / "evil.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    reseal(folder, "arrays/0001.npy", (folder / "evil.npy").read_bytes())
    with pytest.raises(MachineError, match="not the array"):
        store.load(b.KEY)
    store.save(evidence, None)
    claims = (folder / "arrays/0001.npy").read_bytes().replace(b"(20, 1), }", b"(2**9,1),}".replace(b"2**9", b"9999"))
    reseal(folder, "arrays/0001.npy", claims)
    with pytest.raises(MachineError):
        store.load(b.KEY)


def test_a_crash_while_saving_leaves_nothing_that_counts(
    store: Store, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after every single write in turn: the attempt is absent, and the next start sweeps up."""

    class PowerCutError(BaseException):
        """Nothing catches it and nothing is tidied up."""

    writes = len(to_files(evidence)) + 1
    real_write, real_rmtree = store_module._write, shutil.rmtree
    for crash_at in range(1, writes + 1):
        count = 0

        def write(path: Path, content: bytes, crash_at: int = crash_at) -> None:
            nonlocal count
            count += 1
            if count == crash_at:
                path.write_bytes(content[: len(content) // 2])
                raise PowerCutError
            real_write(path, content)

        monkeypatch.setattr(store_module, "_write", write)
        monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(PowerCutError):
            store.save(evidence, None)
        monkeypatch.setattr(store_module, "_write", real_write)
        monkeypatch.setattr(shutil, "rmtree", real_rmtree)
        assert not store.has(b.KEY)
        assert len(list(store.root.iterdir())) == 1, "the leftover of the crash"
        assert list(Store(store.root).root.iterdir()) == [], "swept up by the next start"


def test_a_save_under_way_elsewhere_is_left_alone(store: Store) -> None:
    with store._unfinished(b.KEY) as folder:
        Store(store.root)
        assert folder.is_dir()
    assert list(store.root.iterdir()) == []


def test_no_space_is_the_machines_fault(store: Store, evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(store_module, "_write", full)
    with pytest.raises(MachineError, match="No space left"):
        store.save(evidence, None)
    assert list(store.root.iterdir()) == []


def test_the_log_is_cleaned_and_kept(store: Store, evidence: Evidence, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"\x1b[31mwarning\x1b[0m\x00\xff\n")
    folder = store.save(evidence, log)
    assert (folder / "log.txt").read_text(encoding="utf-8") == "warning\ufffd\n"
    assert store.has(b.KEY)


def test_a_long_log_keeps_both_ends(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"a" * KEPT + b"b" * 1234 + b"c" * KEPT)
    text = cleaned_log(log)
    assert text == "a" * KEPT + "\n[… 1,234 bytes left out …]\n" + "c" * KEPT


def test_the_executed_notebook_is_valid_and_holds_what_ran(store: Store, tmp_path: Path) -> None:
    failure = CellFailure(name="ValueError", message="<b>no</b>", line=1, traceback="Traceback\nValueError: <b>no</b>")
    frames = b.good_frames()
    frames[-1:-1] = [b.frame(b.ran(4, status="failed", failure=failure))]
    evidence = b.read(tmp_path / "stream", frames)
    text = (store.save(evidence, None) / "executed.ipynb").read_text()
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in b.SUBMITTED]
    assert notebook.cells[2].outputs[0].text == "Epoch 1/3\nloss: 0.6\n"
    assert notebook.cells[3].outputs[-1].ename == "ValueError"
    assert set(notebook.cells[5].outputs[0].data) == {"text/plain", "image/png"}
    assert "text/html" not in text

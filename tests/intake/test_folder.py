from __future__ import annotations

import errno
import io
import json
import os
import stat
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.faults import UsageError
from grader.intake.folder import discover, read_submission
from grader.intake.identity import identify
from grader.intake.notebook import read_notebook
from grader.intake.submission import Notebook
from tests.intake.builders import code, notebook, text, write_json, write_zip

GOOD = json.dumps(notebook(code("x = 1")))


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "aml-a2-sequences"
    folder.mkdir(exist_ok=True)
    return folder


def test_one_path_per_student_sorted_and_hidden_names_ignored(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    for name in ("zoe", "ann", ".git", "__MACOSX", "__pycache__"):
        (folder / name).mkdir()
    for name in ("bob.ipynb", "eve.zip", "report.docx", ".DS_Store", "README.md", "expected.yaml"):
        (folder / name).write_bytes(b"")
    assert [path.name for path in discover(folder)] == ["ann", "bob.ipynb", "eve.zip", "report.docx", "zoe"]


def test_a_missing_folder_is_the_command_lines_fault(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        discover(tmp_path / "nowhere")


def test_a_folder_with_companion_files(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    write_json(student / "work" / "spam.ipynb", notebook(code("x")))
    write_json(student / "work" / ".ipynb_checkpoints" / "spam-checkpoint.ipynb", notebook(code("y"), code("z")))
    (student / "work" / "data.csv").write_text("1")
    (student / "work" / "lib").mkdir()
    (student / "work" / "lib" / "helper.py").write_text("A = 1")
    (student / "notes.txt").write_text("n")
    (student / "leak.txt").symlink_to("/etc/passwd")
    os.mkfifo(student / "pipe")
    read = read_submission(student, tmp_path / "staging")
    assert read.problem is None
    assert read.notebook is not None
    assert read.notebook.name == "spam.ipynb"
    assert read.files == tmp_path / "staging" / "ann" / "files"
    staged = sorted(str(p.relative_to(read.files)) for p in read.files.rglob("*") if p.is_file())
    assert staged == ["data.csv", "lib/helper.py", "notes.txt"]
    assert any("leak.txt" in note and "pipe" in note for note in read.notes)


def test_of_several_notebooks_the_one_named_like_the_assignment_is_run(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    write_json(student / "scratch.ipynb", notebook(code("x"), code("y"), code("z")))
    write_json(student / "A2_sequences.ipynb", notebook(code("x")))
    read = read_submission(student, tmp_path / "s")
    assert read.notebook is not None
    assert read.notebook.name == "A2_sequences.ipynb"
    assert "Of 2 candidates A2_sequences.ipynb was run, since its name is like the assignment's" in read.notes[0]
    assert "not run: scratch.ipynb" in read.notes[0]


def test_else_the_one_with_most_code(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    write_json(student / "one.ipynb", notebook(code("x"), text("a"), text("b"), text("c")))
    write_json(student / "two.ipynb", notebook(code("x"), code("y")))
    (student / "three.ipynb").write_text("broken")
    (student / "helper.py").write_text("a = 1")
    read = read_submission(student, tmp_path / "s")
    assert read.notebook is not None
    assert read.notebook.name == "two.ipynb"
    assert "most code cells" in read.notes[0]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        pytest.param("a.ipynb", b"<html></html>", "a web page (HTML)", id="html"),
        pytest.param("a.docx", b"PK\x03\x04[Content_Types].xml word/", "a Word document", id="word"),
        pytest.param("a.ipynb", b"", "is empty", id="empty"),
        pytest.param("a.zip", b"PK\x03\x04 broken", "damaged", id="broken zip"),
        pytest.param("a.py", b"\xff\xff", "not valid UTF-8: byte 0", id="bytes"),
    ],
)
def test_a_file_that_cannot_be_run_is_a_problem_not_an_exception(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = _folder(tmp_path) / name
    path.write_bytes(content)
    read = read_submission(path, tmp_path / "s")
    assert read.notebook is None
    assert problem in (read.problem or "")
    assert read.fix
    assert len(read.digest) == 64


def test_a_folder_without_a_notebook_says_what_it_holds(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    student.mkdir()
    assert "it holds no files" in (read_submission(student, tmp_path / "s").problem or "")
    (student / "report.pdf").write_bytes(b"%PDF-1.4")
    assert "report.pdf (a PDF document)" in (read_submission(student, tmp_path / "s").problem or "")


def test_a_linked_submission_is_not_followed(tmp_path: Path) -> None:
    write_json(tmp_path / "elsewhere" / "a.ipynb", notebook(code("x")))
    link = _folder(tmp_path) / "ann"
    link.symlink_to(tmp_path / "elsewhere")
    assert discover(link.parent) == [link]
    assert "is a link" in (read_submission(link, tmp_path / "s").problem or "")


def test_a_link_to_a_name_too_long_to_ask_about_stops_nobody(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "ann.ipynb").write_text(GOOD)
    (folder / "bob.ipynb").symlink_to("b" * 300)
    read = [read_submission(path, tmp_path / "staging") for path in discover(folder)]
    assert [one.id for one in read] == ["ann", "bob"]
    assert "is a link" in str(read[1].problem)


def test_the_digest_follows_the_content_alone(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    path = write_json(student / "a.ipynb", notebook(code("x")))
    first = read_submission(student, tmp_path / "s").digest
    os.utime(path, (1, 1))
    assert read_submission(student, tmp_path / "s").digest == first
    (student / "data.csv").write_text("1")
    assert read_submission(student, tmp_path / "s").digest != first


def test_staging_holds_no_files_of_an_earlier_reading(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    write_json(student / "a.ipynb", notebook(code("x")))
    (student / "old.csv").write_text("1")
    read_submission(student, tmp_path / "s")
    (student / "old.csv").unlink()
    assert read_submission(student, tmp_path / "s").files is None
    assert not (tmp_path / "s" / "ann" / "files").exists()


def test_ids_are_safe_and_unique(tmp_path: Path) -> None:
    names = ["Ann.ipynb", "ann.zip", "a/../b", "…", "名前.ipynb", "x" * 200 + ".py", "‮evil.ipynb", "Ann Lee.py"]
    ids = list(identify([tmp_path / name.replace("/", "_") for name in names]).values())
    assert len({i.casefold() for i in ids}) == len(names)
    assert {"Ann-ipynb", "ann-zip", "名前", "Ann-Lee", "submission", "evil"} <= set(ids)
    assert all(i and "/" not in i and not i.startswith(".") and len(i.encode()) <= 110 for i in ids)


def test_a_zip(tmp_path: Path) -> None:
    path = write_zip(
        _folder(tmp_path) / "ann.zip",
        {"hw/spam.ipynb": GOOD, "hw/data.csv": "1", "__MACOSX/hw/._spam.ipynb": b"\0\5", "hw/.hidden": "x"},
    )
    read = read_submission(path, tmp_path / "s")
    assert read.problem is None
    assert read.id == "ann"
    assert read.files is not None
    assert [p.name for p in read.files.rglob("*") if p.is_file()] == ["data.csv"]
    assert read.submitted_at is None


def test_a_zip_inside_a_folder_is_opened(tmp_path: Path) -> None:
    student = _folder(tmp_path) / "ann"
    student.mkdir()
    write_zip(student / "all.zip", {"spam.ipynb": GOOD})
    assert read_submission(student, tmp_path / "s").problem is None


def test_entries_that_lead_outside_are_left_out_and_named(tmp_path: Path) -> None:
    path = _folder(tmp_path) / "ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("spam.ipynb", GOOD)
        for name in ("../up.txt", "/abs.txt", "C:\\win.txt", "a/../../b.txt", "..\\back.txt"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("file", "x")
        archive.writestr("file/below", "x")
    read = read_submission(path, tmp_path / "s" / "deep")
    assert read.notebook is not None
    written = sorted(p.name for p in (tmp_path / "s").rglob("*") if not p.is_dir())
    assert written == ["file", "file", "spam.ipynb"]
    assert "up.txt" in read.notes[-1]
    assert "and 2 more" in read.notes[-1]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = write_zip(_folder(tmp_path) / "ann.zip", {"spam.ipynb": GOOD, "zeros": bytes(60_000_000)})
    read = read_submission(path, tmp_path / "s")
    assert "over the limits (more than" in (read.problem or "")


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    path = write_zip(_folder(tmp_path) / "ann.zip", {f"{n}.txt": "" for n in range(2001)})
    assert "2,001 entries" in (read_submission(path, tmp_path / "s").problem or "")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("spam.ipynb", GOOD)
    raw = bytearray(buffer.getvalue())
    raw[6] |= 1  # the flag in the entry's own header
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1  # and in the table of contents
    path = _folder(tmp_path) / "ann.zip"
    path.write_bytes(raw)
    assert "is encrypted" in (read_submission(path, tmp_path / "s").problem or "")


def test_names_in_utf_8_without_the_flag_are_read(tmp_path: Path) -> None:
    path = write_zip(_folder(tmp_path) / "ann.zip", {"übung/spam.ipynb": GOOD, "übung/daten.csv": "1"})
    raw = path.read_bytes().replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    path.write_bytes(raw)
    read = read_submission(path, tmp_path / "s")
    assert read.problem is None
    assert (tmp_path / "s" / "ann" / "unpacked" / "übung" / "daten.csv").is_file()


def test_the_time_comes_from_the_archives_utc_field(tmp_path: Path) -> None:
    path = _folder(tmp_path) / "ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("spam.ipynb")
        info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_900_000_000)
        archive.writestr(info, GOOD)
    assert read_submission(path, tmp_path / "s").submitted_at == "2030-03-17T17:46:40+00:00"


def test_an_archive_whose_compressed_data_is_damaged_is_a_problem(tmp_path: Path) -> None:
    path = _folder(tmp_path) / "ann.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.ipynb", GOOD * 50)
    packed = bytearray(path.read_bytes())
    packed[60:90] = bytes(range(30))
    path.write_bytes(packed)
    assert "damaged" in str(read_submission(path, tmp_path / "staging").problem)


def test_a_table_of_contents_cannot_hide_its_size(tmp_path: Path) -> None:
    """The end record's own mark stands once more in its counts, where a search from the end meets it first."""
    path = write_zip(_folder(tmp_path) / "ann.zip", {"a.ipynb": GOOD})
    whole = path.read_bytes()
    end = whole.rfind(b"PK\5\6")
    (start,) = struct.unpack_from("<I", whole, end + 16)
    listed = whole[start:end] * 60_000
    record = bytearray(whole[end:])
    record[8:12] = b"PK\5\6"
    struct.pack_into("<I", record, 12, len(listed))
    path.write_bytes(whole[:start] + listed + record)
    assert "too many entries" in str(read_submission(path, tmp_path / "staging").problem)


def _closed(monkeypatch: pytest.MonkeyPatch, name: str, code: int = errno.EACCES) -> None:
    """As if the user that runs the grader could not open or look up what is called `name`; root may read everything."""
    scan, opened = os.scandir, os.open

    def refuse(path: object) -> None:
        if Path(str(path)).name == name:
            raise OSError(code, os.strerror(code), str(path))

    def scandir(path: str | Path) -> Any:
        refuse(path)
        return scan(path)

    def open_(path: str | Path, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        refuse(path)
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "open", open_)


@pytest.mark.parametrize(
    ("files", "closed", "problem"),
    [
        pytest.param(["a.ipynb"], "ann", "This folder could not be read by the grader (Permission denied).", id="all"),
        pytest.param(
            ["work/a.ipynb"], "work", "work: this folder could not be read by the grader (Permission denied).", id="sub"
        ),
        pytest.param(
            ["a.ipynb"], "a.ipynb", "a.ipynb: this file could not be read by the grader (Permission denied).", id="file"
        ),
        pytest.param(
            ["all.zip"], "all.zip", "all.zip: this file could not be read by the grader (Permission denied).", id="zip"
        ),
    ],
)
def test_what_the_grader_may_not_read_is_for_the_staff_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], closed: str, problem: str
) -> None:
    student = _folder(tmp_path) / "ann"
    for name in files:
        (student / name).parent.mkdir(parents=True, exist_ok=True)
        (student / name).write_text(GOOD)
    _closed(monkeypatch, closed)
    read = read_submission(student, tmp_path / "s")
    assert read.problem == problem
    assert read.fix == "let the user that runs the grader read it"
    assert read.staff_acts


def test_a_disk_that_fails_is_no_students_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (_folder(tmp_path) / "ann.ipynb").write_text(GOOD)
    _closed(monkeypatch, "ann.ipynb", errno.EIO)
    read = read_submission(tmp_path / "aml-a2-sequences" / "ann.ipynb", tmp_path / "s")
    assert "could not be read by the grader (Input/output error)" in str(read.problem)
    assert "disk or share" in str(read.fix)
    assert read.staff_acts


def test_what_is_closed_beside_a_notebook_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    student = _folder(tmp_path) / "ann"
    write_json(student / "a.ipynb", notebook(code("x")))
    write_json(student / "b.ipynb", notebook(code("x"), code("y")))
    (student / "data").mkdir()
    _closed(monkeypatch, "data")
    notes = read_submission(student, tmp_path / "s").notes
    assert "Left out: data; the grader may not read them." in notes
    _closed(monkeypatch, "b.ipynb")
    assert any("could not read b.ipynb" in note for note in read_submission(student, tmp_path / "s").notes)


def test_what_was_refused_is_named_where_nothing_is_left(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    for name in ("ann", "bob"):
        (folder / name).mkdir()
    (folder / "ann" / "spam.ipynb").symlink_to("/etc/passwd")
    os.mkfifo(folder / "bob" / "pipe.ipynb")
    with zipfile.ZipFile(folder / "eve.zip", "w") as archive:
        archive.writestr("../../evil.ipynb", GOOD)
    said = [str(read_submission(path, tmp_path / "s").problem) for path in discover(folder)]
    start = "There is no notebook in this"
    assert said == [
        f"{start} folder; it holds no file that can be taken; not taken: spam.ipynb (a link).",
        f"{start} folder; it holds no file that can be taken; not taken: pipe.ipynb (a named pipe).",
        f"{start} zip archive; it holds no file that can be taken; not taken: ../../evil.ipynb (leads outside).",
    ]
    assert not any(read_submission(path, tmp_path / "s").staff_acts for path in discover(folder))


def test_many_large_candidates_are_not_all_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(path: Path) -> Notebook:
        read.append(path.name)
        return read_notebook(path)

    monkeypatch.setattr("grader.intake.choose.read_notebook", reading)
    monkeypatch.setattr("grader.intake.choose._READ", 3_000)
    folder = tmp_path / "ann"
    folder.mkdir()
    for name in ("a.py", "aml-a2-sequences.py", "b.py", "c.py"):
        (folder / name).write_text("x = 1\n" + "# " + "y" * 1_200)
    submission = read_submission(folder, tmp_path / "staging")
    assert submission.notebook is not None
    assert len(read) == 2

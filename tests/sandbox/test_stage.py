"""What is put into the folder that goes in, and that nothing else is."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from grader.evidence.wire.job import Job
from grader.sandbox.service import SERVICE_UID, ServiceUser
from grader.sandbox.stage import own_runner, readable_by_others, staged, sweep, write_job
from tests.sandbox.builders import order, standin_runner

# Only root can hand a folder to another group; anybody else stands in for the service user.
SERVICE = ServiceUser(SERVICE_UID, SERVICE_UID, None) if os.geteuid() == 0 else ServiceUser(0, os.getegid(), None)


def test_of_the_grader_only_inside_and_the_wire_format_go_in() -> None:
    runner = own_runner()
    assert runner.module == "grader.inside"
    places = {place for place, _ in runner.sources}
    assert {"grader/__init__.py", "grader/inside/__init__.py", "grader/evidence/wire/frames.py"} <= places
    for place in places:
        assert place in ("grader/__init__.py", "grader/evidence/__init__.py") or place.startswith(
            ("grader/inside/", "grader/evidence/wire/")
        )


def test_the_stage_holds_code_job_files_and_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with staged(order(tmp_path / "data", "1 + 1"), standin_runner()) as stage:
        write_job(stage, order(tmp_path / "data", "1 + 1"), files="/f", data="/d")
        assert (stage.code / "standin.py").is_file()
        assert stage.data == tmp_path / "data"
        assert list(stage.files.iterdir()) == []
        job = Job.from_json(stage.job.read_text(encoding="utf-8"))
        assert (job.files, job.data, job.cells[0].source) == ("/f", "/d", "1 + 1")
        root = stage.root
    assert not root.exists()


def test_a_lone_surrogate_in_a_cell_does_not_stop_the_job(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    strange = order(tmp_path / "data", "print('\ud800')")
    with staged(strange, standin_runner()) as stage:
        write_job(stage, strange, files="/f", data="/d")
        raw = stage.job.read_bytes().decode("utf-8", "surrogatepass")
        assert json.loads(raw)["cells"][0]["source"] == "print('\ud800')"


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Data as a careful program writes it: for its owner alone; with a link to somebody's secret."""
    (tmp_path / "secret").write_text("secret")
    data = tmp_path / "data"
    (data / "sms").mkdir(parents=True)
    (data / "sms" / "rows").write_text("ham")
    (data / "sms" / "rows").chmod(0o600)
    (data / "link").symlink_to(tmp_path / "secret")
    return data


def test_private_data_is_copied_for_the_service_user_and_links_are_left_out(private: Path) -> None:
    assert not readable_by_others(private)
    with staged(order(private), standin_runner(), service=SERVICE) as stage:
        assert stage.data != private
        assert (stage.data / "sms" / "rows").read_text() == "ham"
        assert stat.S_IMODE((stage.data / "sms" / "rows").stat().st_mode) == 0o644
        assert not (stage.data / "link").exists()
    assert (private / "sms" / "rows").read_text() == "ham"


def test_the_user_who_owns_the_data_is_shown_it_as_it_is(private: Path) -> None:
    with staged(order(private), standin_runner()) as stage:
        assert stage.data == private


def test_open_data_is_not_copied(private: Path) -> None:
    (private / "sms" / "rows").chmod(0o644)
    for folder in (private, private / "sms"):
        folder.chmod(0o755)
    assert readable_by_others(private)


def test_a_stage_whose_owner_lost_its_rights_is_removed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with staged(order(tmp_path / "data"), standin_runner()) as stage:
        (stage.root / "a" / "b").mkdir(parents=True)
        (stage.root / "a" / "b").chmod(0)
        (stage.root / "a").chmod(0)
        root = stage.root
    assert not root.exists()


def test_a_stage_in_use_is_not_swept_away(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with staged(order(tmp_path / "data"), standin_runner()) as stage:
        os.utime(stage.root, (0, 0))
        sweep()
        assert stage.job.parent.is_dir()

"""Paths of other machines, and where they lie here."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.gateway.elsewhere import FOLDER, Elsewhere
from grader.sandbox import layout


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    root, home, work = tmp_path / "root", tmp_path / "home", tmp_path / "work"
    for folder in (root / "usr", root / "home" / "student", root / "root" / ".python", home, work):
        folder.mkdir(parents=True)
    made = Elsewhere(home, work, root=root)
    made.prepare()
    return made


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/content/drive/MyDrive/a.csv", "drive/MyDrive/a.csv"),
        ("/content/gdrive/My Drive/a.csv", "drive/My Drive/a.csv"),
        ("/gdrive/MyDrive", "drive/MyDrive"),
        ("/kaggle/input/set/a.csv", "kaggle/input/set/a.csv"),
        ("/input/set", "kaggle/input/set"),
        ("/imdb/aclImdb/", "imdb/aclImdb"),
        ("/Users/eve/x", "Users/eve/x"),
        ("/home/bob/x", "home/bob/x"),
        (r"C:\Users\bob\x.csv", "C:/Users/bob/x.csv"),
        ("D:/data//x.csv", "D:/data/x.csv"),
    ],
)
def test_a_path_of_another_machine_has_one_place(elsewhere: Elsewhere, path: str, place: str) -> None:
    assert elsewhere.place(path) == str(elsewhere.folder / place)


@pytest.mark.parametrize(
    "path", ["/usr/lib/x", "/home/student/x", "/root/.python/x", "x.csv", "data/x.csv", "", "a:b", "/"]
)
def test_this_machines_own_paths_stand(elsewhere: Elsewhere, path: str) -> None:
    assert elsewhere.place(path) is None
    assert elsewhere.reading(path) == path


def test_colabs_user_is_at_home_in_ours(elsewhere: Elsewhere, tmp_path: Path) -> None:
    """Also where this machine has a folder of that name, as it has where the interpreter lies in it."""
    assert elsewhere.place("/root/.kaggle/kaggle.json") == str(tmp_path / "home" / ".kaggle" / "kaggle.json")


def test_what_lies_nowhere_is_asked_for_as_it_was(elsewhere: Elsewhere) -> None:
    assert elsewhere.reading("/Users/eve/x.csv") == "/Users/eve/x.csv"
    target = Path(elsewhere.writing("/Users/eve/deep/x.csv"))
    target.write_text("x", encoding="utf-8")  # its folder is there
    assert elsewhere.reading("/Users/eve/deep/x.csv") == str(target)


def test_folders_are_made_in_data_that_a_drives_folder_leads_to(tmp_path: Path) -> None:
    """`torch.save(net, "/gdrive/MyDrive/hateful_memes/models/net.pt")`: the author's folder had one for models."""
    home, work, private, other = (tmp_path / name for name in ("home", "work", "private", "other"))
    for folder in (home, work, private / "memes", other):
        folder.mkdir(parents=True)
    elsewhere = Elsewhere(home, work, private=private)
    elsewhere.prepare()
    for name, target in (("hateful_memes", private / "memes"), ("theirs", other)):
        Path(elsewhere.writing(f"/gdrive/MyDrive/{name}")).symlink_to(target)
    Path(elsewhere.writing("/gdrive/MyDrive/hateful_memes/models/net.pt")).write_text("net", encoding="utf-8")
    assert (private / "memes" / "models" / "net.pt").is_file()
    assert not Path(elsewhere.writing("/gdrive/MyDrive/theirs/models/net.pt")).parent.exists()


def test_a_drive_has_two_names_and_kaggle_works_in_the_notebooks_folder(elsewhere: Elsewhere, tmp_path: Path) -> None:
    Path(elsewhere.writing("/gdrive/My Drive/out/a")).write_text("a", encoding="utf-8")
    assert Path(elsewhere.reading("/content/drive/MyDrive/out/a")).read_text(encoding="utf-8") == "a"
    Path(elsewhere.writing("/kaggle/working/b")).write_text("b", encoding="utf-8")
    assert (tmp_path / "work" / "b").read_text(encoding="utf-8") == "b"


def test_the_sandboxs_links_lead_to_these_folders() -> None:
    assert {Path(target).relative_to(layout.HOME).parts[0] for target in layout.MOUNTS.values()} == {FOLDER}
    at = Path(str(layout.HOME), FOLDER)
    assert {mount: str(Path(to).relative_to(at)) for mount, to in layout.MOUNTS.items()} == {
        "/gdrive": "drive",
        "/kaggle": "kaggle",
        "/input": "kaggle/input",
    }

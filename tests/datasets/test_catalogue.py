from __future__ import annotations

from pathlib import Path

import pytest

from grader.datasets.catalogue import names, open_dataset
from grader.datasets.index_file import read_index
from grader.datasets.labelled_text import TextRow
from grader.datasets.profiles import QUICK, profile_of
from grader.datasets.sms_files import KNOWN_DIGEST, KNOWN_ROWS, read_file
from grader.datasets.sms_spam import index_of, open_sms_spam
from grader.datasets.splitting import make_split, overlap
from grader.faults import CourseError, DataError, ExitCode, UsageError
from tests.datasets.builders import messages, real_data, write_collection

REAL = real_data()


def test_the_catalogue_is_sorted_and_knows_sms_spam() -> None:
    assert names() == tuple(sorted(names()))
    assert "sms-spam" in names()


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(CourseError, match="did you mean 'sms-spam'") as caught:
        open_dataset("sms_spam", data=None, profile="quick")
    assert caught.value.exit_code == ExitCode.COURSE


def test_an_unknown_profile_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'quick'"):
        profile_of("quik")


@pytest.mark.parametrize(("profile", "train", "test"), [("quick", 1000, 250), ("full", 4459, 1115)])
def test_the_embedded_set_at_each_profile(profile: str, train: int, test: int) -> None:
    dataset = open_sms_spam(None, profile)
    served, labels = dataset.served, dataset.labels
    assert (served.source, served.profile, served.train_rows, served.test_rows) == ("synthetic", profile, train, test)
    assert labels.codes.shape == (train + test,)
    assert (labels.classes, labels.positive) == (("ham", "spam"), "spam")
    assert dataset.overlap.exact == 0
    assert 0.13 <= float(labels.codes[train:].mean()) <= 0.15


def test_the_quick_caps_keep_the_proportion_of_the_split() -> None:
    assert QUICK.max_train_rows is not None
    assert QUICK.max_test_rows is not None
    assert QUICK.max_train_rows == 4 * QUICK.max_test_rows


@pytest.mark.parametrize("name", ["sms-spam/SMSSpamCollection", "SMSSpamCollection"])
def test_an_unknown_but_well_formed_collection_is_split_by_the_same_procedure(tmp_path: Path, name: str) -> None:
    rows = [*messages(), TextRow("ham", "See  You at 1 O'CLOCK")]
    write_collection(tmp_path / name, rows)
    dataset = open_sms_spam(tmp_path, "full")
    assert dataset.served.source == "real"
    assert "not the known SMS Spam Collection" in dataset.notes[0]
    split = make_split(rows)
    assert [row.text for row in dataset.rows] == [rows[i].text for i in (*split.train, *split.test)]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_kaggles_spelling(tmp_path: Path, encoding: str) -> None:
    lines = ["v1,v2,,,", 'ham,"quoted, ""twice""\nover two lines £5",,,']
    lines += [f'{row.label},"{row.text}",,,' for row in messages()]
    (tmp_path / "spam.csv").write_bytes("\r\n".join(lines).encode(encoding))
    source = read_file(tmp_path / "spam.csv")
    assert source.rows[0] == TextRow("ham", 'quoted, "twice"\nover two lines £5')
    assert len(source.rows) == 56


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        pytest.param(b"ham\thello\neggs\tbacon\n", "SMSSpamCollection:2", "neither ham nor spam", id="label"),
        pytest.param(b"ham\thello\nspam\n", "SMSSpamCollection:2", "a label, a tab", id="no tab"),
        pytest.param(b"ham\thello\nspam\tprize\n", "SMSSpamCollection", "at least 10", id="too few"),
        pytest.param(b"\x89PNG\0\xff\t", "SMSSpamCollection", "not a text file", id="binary"),
        pytest.param(b"", "SMSSpamCollection", "is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n\n", "SMSSpamCollection", "is empty", id="nothing but white space"),
        pytest.param(b"a,b\n1,2\n", "SMSSpamCollection:1", "found a, b", id="other columns"),
        pytest.param(b"v1,v2\nham\n", "SMSSpamCollection:2", "shorter than the header", id="short row"),
    ],
)
def test_a_malformed_file_is_refused_with_its_place(tmp_path: Path, content: bytes, where: str, what: str) -> None:
    (tmp_path / "SMSSpamCollection").write_bytes(content)
    with pytest.raises(DataError, match=what) as caught:
        open_dataset("sms-spam", data=tmp_path, profile="quick")
    assert caught.value.where.endswith(where)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            b"ham\thello\neggs\tbacon\nspam\tprize\nspam\n",
            "2 lines are not as they should be\n  line 2: label 'eggs' is neither ham nor spam\n"
            "  line 4: expected a label, a tab and a message",
            id="tabs",
        ),
        pytest.param(
            b'v1,v2\nham,"over\ntwo lines"\neggs,x\nham\n',
            "2 lines are not as they should be\n  line 4: label 'eggs' is neither ham nor spam\n"
            "  line 5: this row is shorter than the header",
            id="commas",
        ),
    ],
)
def test_all_faulty_lines_are_told_at_once(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "SMSSpamCollection"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_file(path)
    assert (caught.value.what, caught.value.where) == (told, str(path))


def test_of_very_many_faulty_lines_ten_are_named(tmp_path: Path) -> None:
    path = tmp_path / "SMSSpamCollection"
    path.write_bytes(b"eggs\tbacon\n" * 1012)
    with pytest.raises(DataError) as caught:
        read_file(path)
    lines = caught.value.what.splitlines()
    assert lines[0] == "1,012 lines are not as they should be"
    assert [line.partition(":")[0].strip() for line in lines[1:-1]] == [f"line {n}" for n in range(1, 11)]
    assert lines[-1].strip() == "and 1,002 more"


def test_a_missing_folder_and_a_folder_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        open_dataset("sms-spam", data=tmp_path / "nowhere", profile="quick")
    with pytest.raises(DataError, match="looked for sms-spam/SMSSpamCollection"):
        open_dataset("sms-spam", data=tmp_path, profile="quick")


def test_the_shipped_split_is_sound_and_belongs_to_the_known_file() -> None:
    index = read_index("sms-spam")
    assert index is not None
    assert (index.source_digest, index.rows) == (KNOWN_DIGEST, KNOWN_ROWS)
    assert (len(index.split.train), len(index.split.test)) == (4459, 1115)


def test_a_changed_split_file_is_refused(tmp_path: Path) -> None:
    index = read_index("sms-spam")
    assert index is not None
    (tmp_path / "sms-spam.json").write_text(index.to_json().replace('"rows":5574', '"rows":5575'))
    with pytest.raises(DataError, match="damaged"):
        read_index("sms-spam", tmp_path)
    assert read_index("another", tmp_path) is None


@pytest.mark.real_data
def test_the_shipped_split_can_be_made_again_from_the_real_file() -> None:
    assert REAL is not None
    source = read_file(REAL / "sms-spam" / "SMSSpamCollection")
    index = read_index("sms-spam")
    assert index_of(source) == index
    assert index is not None
    assert overlap(source.rows, index.split).exact == 0
    assert source.notes == ()


@pytest.mark.real_data
def test_the_real_collection_comes_back_unchanged_in_its_own_spelling(tmp_path: Path) -> None:
    assert REAL is not None
    dataset = open_sms_spam(REAL, "full")
    dataset.serve(tmp_path)
    original = (REAL / "sms-spam" / "SMSSpamCollection").read_bytes().split(b"\n")
    served = (tmp_path / "sms-spam" / "SMSSpamCollection").read_bytes().split(b"\n")
    assert sorted(original) == sorted(served)
    assert int(dataset.labels.codes.sum()) == 747

"""Files for one class each, told by their names and by what else the code names."""

from __future__ import annotations

import numpy as np
import pytest

from grader.inside.gateway.class_names import class_of_file
from grader.inside.gateway.paths import find_match
from grader.inside.gateway.usage import read_usage
from grader.inside.served import Form, Served

CODES = np.zeros(4, dtype=np.int64)
IMDB = Served(dataset="imdb", classes=("negative", "positive"), codes=CODES, train_rows=2)
SMS = Served(
    dataset="sms-spam", classes=("ham", "spam"), codes=CODES, train_rows=2,
    forms=(Form(id="k", names=("spam.csv",), delimiter=",", header=("v1", "v2"), quoted=True),),
)  # fmt: skip
BOTH = "open('data/pos.txt'); open('data/neg.txt')"


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        pytest.param("pos.txt", BOTH, "positive", id="one of two"),
        pytest.param("neg.txt", BOTH, "negative", id="the other"),
        pytest.param("pos.txt", "open('pos.txt')", None, id="the only one"),
        pytest.param("pos.txt", "open('pos.txt'); open('negative.txt')", None, id="in another spelling"),
        pytest.param("Positive.csv", "read('Positive.csv'); read('Negative.csv')", "positive", id="a table"),
        pytest.param("neg_a.txt", r"read('c:\\pos_a.txt', 'c:\\neg_a.txt')", "negative", id="a word more"),
        pytest.param("train.neg", "read('train.pos'); read('train.neg')", "negative", id="as an ending"),
        pytest.param("position.txt", "read('position.txt', 'negition.txt')", None, id="inside of a word"),
        pytest.param("pos.txt", f"{BOTH}; open('neg.txt', 'w')", None, id="files of the notebook's own"),
        pytest.param("data.txt", BOTH, None, id="neither"),
    ],
)  # fmt: skip
def test_reviews(name: str, code: str, wanted: str | None) -> None:
    assert class_of_file(name, IMDB, read_usage([code])) == wanted


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        pytest.param("ham.txt", "open('ham.txt'); open('spam.txt')", "ham", id="texts"),
        pytest.param("spam.txt", "open('spam.txt'); {'ham': 0, 'spam': 1}", None, id="a table of all, and its classes"),
        pytest.param("ham.csv", "read('ham.csv'); read('spam.csv')", None, id="beside a table that the world knows"),
    ],
)
def test_messages(name: str, code: str, wanted: str | None) -> None:
    assert class_of_file(name, SMS, read_usage([code])) == wanted


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        ("pos.txt", f"print('of films'); {BOTH}", ("imdb", "positive")),
        ("spam.txt", f"open('ham.txt'); open('spam.txt'); {BOTH}", ("sms-spam", "spam")),
        ("movies/pos.txt", "open('movies/pos.txt'); open('movies/neg.txt'); df['kind']", ("imdb", "positive")),
        ("tweets/pos.txt", "open('tweets/pos.txt'); open('tweets/neg.txt')", None),
        ("tweets_pos.txt", "open('tweets_pos.txt'); open('tweets_neg.txt')", None),
        ("positive-words.txt", "open('positive-words.txt'); open('negative-words.txt')", None),
    ],
)
def test_which_data_set_a_class_is_of(name: str, code: str, wanted: tuple[str, str] | None) -> None:
    match = find_match(name, (SMS, IMDB), read_usage([code]), reader="open")
    assert (match and (match.served.dataset, match.only)) == wanted

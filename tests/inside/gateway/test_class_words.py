"""How code spells the classes that a table's labels are written as."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.inside.gateway.columns import choose_columns
from grader.inside.gateway.forms import Forms, Shape
from grader.inside.gateway.usage import read_usage
from grader.inside.served import Form, Served

MESSAGES, REVIEWS = ("ham", "spam"), ("negative", "positive")
APPLIED = "def code(x):\n    return 1 if x == 'Spam' else 0\ndf['label'].apply(code)"


@pytest.mark.parametrize(
    ("source", "classes"),
    [
        pytest.param("df['label'] == 'not spam'; df['label'] == 'spam'", ("not spam", "spam"), id="compared"),
        pytest.param("df[df.label == 'Spam']", ("Ham", "Spam"), id="one in capitals, and the other like it"),
        pytest.param("df['label'].map({'HAM': 0, 'SPAM': 1})", ("HAM", "SPAM"), id="mapped"),
        pytest.param("codes = {'Non-Spam': 0, 'Spam': 1}\ndf.label.map(codes)", ("Non-Spam", "Spam"), id="by a name"),
        pytest.param("df['label'].replace(['legit', 'spam'], [0, 1])", ("legit", "spam"), id="two lists"),
        pytest.param("df.replace({'label': {'Legitimate': 0}})", ("Legitimate", "Spam"), id="a table of tables"),
        pytest.param("df.loc[df['label'] == 'Ham', 'label',] = 0", ("Ham", "Spam"), id="a place"),
        pytest.param("y = df['label'].values\n(y == 'Ham').sum()", ("Ham", "Spam"), id="values with a name"),
        pytest.param("df['label'].apply(lambda x: int(x == 'Spam'))", ("Ham", "Spam"), id="in a lambda"),
        pytest.param(APPLIED, ("Ham", "Spam"), id="in a function"),
        pytest.param("[int(x == 'Spam') for x in df.label]", ("Ham", "Spam"), id="one by one"),
        pytest.param("for t, x in zip(df['text'], df['label']):\n    x == 'Spam'", ("Ham", "Spam"), id="in a loop"),
        pytest.param("df['label'].value_counts()['Spam']", ("Ham", "Spam"), id="counted"),
        pytest.param("df.groupby('label').get_group('Spam')", ("Ham", "Spam"), id="grouped"),
        pytest.param("df.rename(columns={'Kind': 'label'}); df['label'] == 'Spam'", ("Ham", "Spam"), id="renamed"),
        pytest.param("df.columns = ['label', 'text']; df['label'] == 'Spam'", ("Ham", "Spam"), id="named by the code"),
        pytest.param("df['label'] == 'ham'; df['label'] == 'spam'", (), id="as the data set has them"),
        pytest.param("df['label'] == 'Spam'; df['label'] == 'spam'", (), id="in two ways"),
        pytest.param("df['label'].str.title() == 'Spam'", (), id="the code's own capitals"),
        pytest.param("df['label'].str.upper() == 'NOT SPAM'", ("NOT SPAM", "SPAM"), id="other words, own capitals"),
        pytest.param("df['label'] = df['label'].map({0: 'Ham', 1: 'Spam'}); df['label'] == 'Spam'", (), id="made"),
        pytest.param("df['label'] = np.where(df['n'] > 3, 'Spam', 'Ham'); df['label'] == 'Spam'", (), id="chosen"),
        pytest.param("df.loc[df['n'] > 3, 'label'] = 'Spam'; df['label'] == 'Spam'", (), id="written"),
        pytest.param("df['label']; df['topic'] == 'Spam'", (), id="another column"),
        pytest.param("df['label']; print('Not Spam')", (), id="printed"),
        pytest.param("def f(x):\n    return df.label.apply(f)\ndf.label.map(f)", (), id="a function of itself"),
    ],
)
def test_labels_are_spelled_as_the_code_looks_for_them(source: str, classes: tuple[str, ...]) -> None:
    found = choose_columns(read_usage([source]), None, MESSAGES)
    assert found.classes == classes


def test_reviews_have_short_words_too() -> None:
    usage = read_usage(["df['review']; df['label'].map({'neg': 0, 'pos': 1})"])
    found = choose_columns(usage, None, REVIEWS)
    assert (found.classes, found.numbers) == (("neg", "pos"), False)


@pytest.mark.parametrize(
    ("columns", "classes"),
    [
        pytest.param("df['v1'] == 'Spam'; df['v2']", (), id="the file that everyone has"),
        pytest.param("df['category'] == 'Spam'; df['Message']", ("Ham", "Spam"), id="a file of other columns"),
    ],
)
def test_a_known_file_has_its_own_words_where_it_has_its_own_header(columns: str, classes: tuple[str, ...]) -> None:
    form = Form(id="k", names=("spam.csv",), delimiter=",", header=("v1", "v2", "", "", ""), quoted=True)
    assert choose_columns(read_usage([columns]), form, MESSAGES).classes == classes


def test_the_file_is_written_in_these_words(tmp_path: Path) -> None:
    served = Served(
        dataset="sms-spam", classes=MESSAGES, codes=np.array([1, 0], dtype=np.int64), train_rows=1, texts=("win", "hi")
    )
    columns = choose_columns(read_usage(["df['kind'] == 1; df['label'] == 'not spam'; df['sms']"]), None, MESSAGES)
    assert Forms(served, tmp_path).content(Shape(columns=columns)) == b"label,sms\nspam,win\nnot spam,hi\n"

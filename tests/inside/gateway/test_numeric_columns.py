"""Whether code takes a column for numbers as it is, or turns its words into numbers first."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.columns import choose_columns
from grader.inside.gateway.numeric_columns import numeric_columns
from grader.inside.gateway.usage import read_usage

SPLIT = "a, b, c, d = train_test_split(pad, df['label'].values, test_size=0.2)\n"


@pytest.mark.parametrize(
    ("source", "numeric"),
    [
        pytest.param(SPLIT + "model.fit(a, c, epochs=5, validation_data=(b, d))", True, id="trained on"),
        pytest.param("y = df.label\nmodel.fit(x, y=y, batch_size=8)", True, id="trained on by keyword"),
        pytest.param("to_categorical(df['label'])", True, id="one-hot"),
        pytest.param("print(df['label'].mean())", True, id="averaged"),
        pytest.param("sum(df['label'])", True, id="added up"),
        pytest.param("spam = df[df['label'] == 1]", True, id="compared with a number"),
        pytest.param("df['label'] = 1 - df['label']", True, id="taken away"),
        pytest.param("df['label'] + ' ' + df['label'] * 2", False, id="put together"),
        pytest.param("torch.tensor(df['label'].values)", True, id="a tensor"),
        pytest.param("y = df['label'].astype('float32')", True, id="made numbers of at once"),
        pytest.param("df = pd.read_csv('x.csv')\ny = df.label\nhot[row, y[row]] = 1", True, id="a place in an array"),
        pytest.param("df.loc[rows, df['label']]", False, id="a place in a table"),
        pytest.param(SPLIT + "clf.fit(a, c)", False, id="a classifier takes words"),
        pytest.param("y = LabelEncoder().fit_transform(df['label'])\nm.fit(x, y, epochs=1)", False, id="encoded"),
        pytest.param("df['label'] = df['label'].map(codes)\nm.fit(x, df['label'], epochs=1)", False, id="mapped"),
        pytest.param("y = df.label.astype('category').cat.codes\nm.fit(x, y, epochs=1)", False, id="categories"),
        pytest.param("pd.get_dummies(df['label'])\ndf['label'].mean()", False, id="dummies"),
        pytest.param("len(df['label'])", False, id="counted"),
    ],
)
def test_a_column_is_numbers_by_what_is_done_with_it(source: str, numeric: bool) -> None:
    assert ("label" in numeric_columns([ast.parse(source)])) == numeric


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("df['sms']; m.fit(x, df['label'], epochs=5)", True),
        ("df['sms']; m.fit(x, df['label'], epochs=5); df['label'] == 'spam'", False),
        ("df['sms']; df['label']", False),
    ],
)
def test_a_table_of_any_name_has_labels_as_the_code_takes_them(source: str, numbers: bool) -> None:
    usage = read_usage([source])
    assert choose_columns(usage, None, ("ham", "spam"), usage.numeric).numbers == numbers

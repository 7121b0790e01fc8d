"""A table whose name is nobody's: which data set it is, and when it is none."""

from __future__ import annotations

import numpy as np
import pytest

from grader.inside.gateway.forms import Part
from grader.inside.gateway.paths import find_match
from grader.inside.gateway.usage import read_usage
from grader.inside.served import Form, Served

CODES = np.zeros(4, dtype=np.int64)
IMDB = Served(
    dataset="imdb", classes=("negative", "positive"), codes=CODES, train_rows=2,
    forms=(Form(id="k", names=("IMDB Dataset.csv",), delimiter=",", header=("review", "sentiment"), quoted=True),),
)  # fmt: skip
SMS = Served(
    dataset="sms-spam", classes=("ham", "spam"), codes=CODES, train_rows=2,
    forms=(Form(id="k", names=("spam.csv",), delimiter=",", header=("v1", "v2", "", "", ""), quoted=True),),
)  # fmt: skip
FILMS = "df['review']; df['sentiment']"
MESSAGES = "df['v1'].map({'ham': 0, 'spam': 1}); df['v2']"


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        pytest.param("IMDB Dataset.csv", "", "imdb", id="a known name"),
        pytest.param("my_movie_data.csv", "", "imdb", id="a word of the name"),
        pytest.param("SMS messages 2.csv", "", "sms-spam", id="another word"),
        pytest.param("data.csv", FILMS, "imdb", id="columns of the reviews"),
        pytest.param("data.csv", MESSAGES, "sms-spam", id="columns and labels of the messages"),
        pytest.param("data.csv", "print('spam filter')", "sms-spam", id="what the code speaks of"),
        pytest.param("https://example.org/export?id=1", FILMS, "imdb", id="an address that says nothing"),
        pytest.param("tweets_with_labels.csv", FILMS, None, id="tweets, whatever the columns"),
        pytest.param("benign-urls.txt", MESSAGES, None, id="addresses"),
        pytest.param("sonnets.txt", FILMS, None, id="poems"),
        pytest.param("arabic-1.0-train.jsonl", FILMS, None, id="texts of another language"),
        pytest.param("summaries.csv", FILMS, None, id="summaries"),
        pytest.param("twitter_sentiment.csv", FILMS, None, id="a sentiment of something else"),
        pytest.param("../input/yelp-dataset/polarity/train.csv", FILMS, None, id="a folder of something else"),
        pytest.param("/kaggle/input/imdb-news/train.csv", FILMS, "imdb", id="a folder that names the set"),
        pytest.param("/gdrive/news/spam.csv", MESSAGES, "sms-spam", id="a name that tells, whatever the folder"),
        pytest.param("data.csv", "df['age']; df['income']", None, id="columns of nobody's"),
        pytest.param("scripts.csv", "read('imdb_small.csv'); df['line']", None, id="beside a file of the set's name"),
        pytest.param("scripts.csv", f"read('imdb_small.csv'); {FILMS}", None, id="the same with the set's columns"),
        pytest.param("train.csv", "read('imdb_small.csv'); df['line']", "imdb", id="a part beside such a file"),
        pytest.param("uc", f"read('spam.csv'); {MESSAGES}", "sms-spam", id="a shared link beside such a file"),
        pytest.param("labels.csv", "'sentiment'; df['image']; df['ocr']; df['mood']", None, id="three others' columns"),
        pytest.param("movielens/ml-100k/u.item", "'movie'; df['title']", None, id="ratings of films"),
        pytest.param("shows.csv", "'movie'; df['who']; df['said']", None, id="two others' columns"),
        pytest.param("shows.csv", "'movie'; df['film_review']; df['stars']", "imdb", id="one that speaks of films"),
        pytest.param("new.csv", "df['Review']; df['Rating'].plot()", None, id="stars, and no word of films"),
        pytest.param("new.csv", "'of films'; df['review']; df['sentiment']; df['rating']", "imdb", id="stars of films"),
        pytest.param("train.csv", f"{MESSAGES}; df['toxic']", None, id="a column of something else"),
        pytest.param("train.csv", f"df['product'] = 1; {FILMS}; df['product']", "imdb", id="one that the code makes"),
        pytest.param("Corpus.txt", "df['v2'].plot()", None, id="one column of two"),
        pytest.param("data/train.txt", f"['joy', 'anger', 'fear']; {FILMS}", None, id="classes of something else"),
        pytest.param("spambase.data", MESSAGES, None, id="a namesake"),
        pytest.param("Results/bag_of_words.csv", FILMS, None, id="a table of results"),
        pytest.param("data.csv", "", None, id="nothing that tells which of two"),
        pytest.param("glove.6B.100d.txt", FILMS, None, id="word vectors"),
    ],
)
def test_which_data_set_a_table_is(name: str, code: str, wanted: str | None) -> None:
    match = find_match(name, (IMDB, SMS), read_usage([code]), reader="table")
    assert (match.served.dataset if match else None) == wanted


def test_the_cell_that_reads_says_more_than_the_others() -> None:
    usage = read_usage([FILMS, MESSAGES])
    match = find_match("part2.csv", (IMDB, SMS), usage, reader="table", near=read_usage([MESSAGES]))
    assert match is not None
    assert match.served is SMS


TWO = "read('train.csv'); read('test.csv')"
THREE = TWO + "; read('valid.csv')"


@pytest.mark.parametrize(
    ("name", "code", "wanted"),
    [
        ("train.csv", TWO, "train"),
        ("test.csv", TWO, "test"),
        ("train.csv", THREE, "fit"),
        ("valid.csv", THREE, "valid"),
        ("test.csv", THREE, "test"),
        ("val.csv", "read('train.csv'); read('val.csv')", "test"),
        ("train.csv", "read('train.csv')", "all"),
    ],
)
def test_parts_are_served_where_the_code_reads_them_all(name: str, code: str, wanted: Part) -> None:
    match = find_match(name, (IMDB,), read_usage([code]), reader="table")
    assert match is not None
    assert match.part == wanted


@pytest.mark.parametrize(
    ("code", "looked_up"),
    [
        ("df['v1']\nnew = ['kind', 'words']\ndf.columns = new\ndf['kind']", ["v1"]),
        ("wanted = ['length', 'digits']\ndf[wanted]", ["length", "digits"]),
        ("empty = ['Unnamed: 2', 'Unnamed: 3']\ndf = df.drop(empty, axis=1)", ["Unnamed: 2", "Unnamed: 3"]),
        ("new = ['kind']\ntable = read(names=new)\ntable['kind']", []),
    ],
)
def test_a_list_of_columns_may_have_a_name(code: str, looked_up: list[str]) -> None:
    assert read_usage(code.splitlines()).looked_up == looked_up


READ = "df = pd.read_csv('spam_mail.txt')\n"
TELLS = "print('spam'); other['label']; other['text']\n"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        pytest.param("df.loc[:, 'make':'total']", False, id="ends of a slice of columns"),
        pytest.param("df.loc['make':'total']", True, id="ends of a slice of rows"),
        pytest.param("df['make']; df['total']", False, id="names of nobody's"),
        pytest.param("df['make']; df['text']", True, id="a name of its own as well"),
        pytest.param("df['make']; df.text", True, id="its own as an attribute"),
        pytest.param("df['make'] = 1; df['make']", True, id="a column that the code makes"),
        pytest.param("df[name] = 1; df['make']", True, id="a column of a name that is reckoned"),
        pytest.param("df.columns = names; df['make']", True, id="other names for the columns"),
        pytest.param("df.rename(columns=f, inplace=True); df['make']", True, id="other names by a method"),
        pytest.param("df = tidy(df); df['make']", True, id="a variable that is bound again"),
        pytest.param("def f(df): return df['make']", True, id="a parameter of that name"),
        pytest.param("df2 = df\ndf2['make']", False, id="a copy"),
        pytest.param("df['Unnamed: 0']", True, id="a column without a name"),
        pytest.param("x = df.values[:, 57]", False, id="a number of a column in an array"),
        pytest.param("x = df.values\nx[:, 0:57]", False, id="a slice of columns up to such a number"),
        pytest.param("x = df.iloc[:, [3, 57]]", False, id="a list of numbers"),
        pytest.param("x = df.iloc[57]; df.values[57, 1]; df.iloc[:57, :1]", True, id="numbers of rows"),
        pytest.param("x = df.iloc[:, 4]; df.iloc[:, :-1]", True, id="a column of a published form"),
    ],
)
def test_a_table_of_which_the_code_asks_what_no_text_and_label_have_is_another(code: str, wanted: bool) -> None:
    usage = read_usage([READ, TELLS, code])
    assert (find_match("spam_mail.txt", (SMS,), usage, reader="table") is not None) is wanted


@pytest.mark.parametrize("how", ["header=None", "names=['a', 'make']", "sheet_name=None"])
def test_names_that_are_not_in_the_files_first_line_say_nothing(how: str) -> None:
    usage = read_usage([f"df = pd.read_csv('spam_mail.txt', {how})", TELLS, "df['make']"])
    assert find_match("spam_mail.txt", (SMS,), usage, reader="table") is not None


def test_the_first_line_may_be_named() -> None:
    usage = read_usage(["df = pd.read_csv('spam_mail.txt', header=0)", TELLS, "df['make']"])
    assert find_match("spam_mail.txt", (SMS,), usage, reader="table") is None

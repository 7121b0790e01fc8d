"""Which names are those of texts, and which attributes are columns."""

from __future__ import annotations

import pytest

from grader.inside.gateway.columns import as_asked, choose_columns, is_text, order_of_names
from grader.inside.gateway.usage import read_usage
from grader.inside.served import Form


@pytest.mark.parametrize(
    "name",
    [
        "text", "Message_body", "message_content", "Email_Text", "sms_body", "text_content", "Review Text", "EmailText",
        "mail-body", "comment_text", "raw_text", "original message", "movie_review", "reviews", "SMS_message",
    ],
)  # fmt: skip
def test_a_name_of_several_words_is_a_texts_where_all_of_them_are(name: str) -> None:
    assert is_text(name)


@pytest.mark.parametrize(
    "name",
    [
        "text_length", "message_len", "num_words", "clean_text", "CleanedText", "email_id", "msg_type", "raw",
        "message_label", "text2", "tokenized_text", "review_title", "num_sentences", "text_", "_", "",
    ],
)  # fmt: skip
def test_a_name_with_another_word_is_not(name: str) -> None:
    assert not is_text(name)


READ = "import pandas as pd\ndf = pd.read_csv('train.csv')\n"


@pytest.mark.parametrize(
    ("source", "pair"),
    [
        pytest.param("df['Message_body']; df['Label']", ("Label", "Message_body"), id="several words"),
        pytest.param("df['Email Text']; df['Email Type']", ("Email Type", "Email Text"), id="with blanks"),
        pytest.param("df['clean_text'] = f(df); df['text_len']; df['label']", ("label", "text"), id="made of it"),
        pytest.param("df['Clean_Text'].map(len); df.Label.map(f)", ("Label", "Clean_Text"), id="a cleaned text"),
        pytest.param("df['clean_text']; df['sms']; df['label']", ("label", "sms"), id="both"),
        pytest.param("df['text_processed']; df['mood']", ("mood", "text_processed"), id="and a label of any name"),
        pytest.param("vocab['<unk>']; x.review.values; x.sentiment.map(f)", ("sentiment", "review"), id="as columns"),
        pytest.param("x.review.str.len(); x.sentiment.tolist()", ("sentiment", "review"), id="as other columns"),
        pytest.param("self.review.values; x.status()", ("label", "text"), id="of no table"),
        pytest.param(READ + "a = df.review\nb = df.mood", ("mood", "review"), id="of a table read"),
        pytest.param(READ + "df.head; df.review", ("sentiment", "review"), id="a method by mistake"),
        pytest.param("a, b = pd.read_csv('x'), 1\na.review; a.mood", ("mood", "review"), id="of one of two"),
        pytest.param("a = pd.read_csv('x').dropna()\na.review; a.mood", ("mood", "review"), id="of what is left"),
        pytest.param("a = pd.read_csv('x').sum()\na.review; a.mood", ("label", "text"), id="of a sum"),
        pytest.param("vocab['<unk>']; ids['[PAD]']; df['body']", ("label", "body"), id="marks are no columns"),
    ],
)
def test_columns_by_subscripts_and_attributes(source: str, pair: tuple[str, str]) -> None:
    found = choose_columns(read_usage([source]), None, ("negative", "positive"))
    assert (found.label, found.text) == pair


def test_names_given_to_a_file_may_have_several_words() -> None:
    assert order_of_names(("email_text", "label"))
    assert not order_of_names(("label", "email_text"))


def test_one_table_may_have_another_name_for_its_texts() -> None:
    usage = read_usage(
        ["df['review']; df['sentiment']", "new = pd.read_csv('new.csv')", "new['Review Text']; new['a']"]
    )
    found = choose_columns(usage, None, ("negative", "positive"))
    assert as_asked(found, usage.tables["new.csv"]).pair == ("Review Text", "sentiment")


def test_a_table_that_knows_the_label_keeps_the_names() -> None:
    usage = read_usage(["df['review']", "new = pd.read_csv('new.csv')", "new.sentiment; new['Review Text']"])
    found = choose_columns(usage, None, ("negative", "positive"))
    assert as_asked(found, usage.tables["new.csv"]) == found


KAGGLE = Form(
    id="labeled-train-data", names=("labeledTrainData.tsv",), delimiter="\t", header=("id", "sentiment", "review"),
    quoted=True, order=("name", "label", "text"), coded=True,
)  # fmt: skip


MAILS = Form(
    id="mails", names=("spam_ham_dataset.csv",), delimiter=",", header=("", "label", "text", "label_num"),
    quoted=True, order=("number", "label", "text", "code"),
)  # fmt: skip


def test_a_file_that_is_known_keeps_its_header_where_columns_are_renamed_that_it_does_not_have() -> None:
    source = "df = df.rename(columns={'v1': 'label', 'v2': 'message'}); df['label'] = 0; df['text'].apply(len)"
    found = choose_columns(read_usage([source]), MAILS, ("ham", "spam"))
    assert found.header == MAILS.header
    assert not found.numbers


@pytest.mark.parametrize(
    ("source", "header"),
    [
        pytest.param("df.drop(columns=['Unnamed: 0']); df['label']; df['text']", ("", "label", "text"), id="dropped"),
        pytest.param("df['label']; df['text']", ("label", "text"), id="never asked for"),
        pytest.param("df['Unnamed: 0']; df['v1']; df['v2']", ("v1", "v2", "", "", ""), id="known without it"),
    ],
)
def test_an_index_that_was_written_with_the_table_has_a_column_without_a_name(
    source: str, header: tuple[str, ...]
) -> None:
    assert choose_columns(read_usage([source]), None, ("ham", "spam")).header == header


@pytest.mark.parametrize(
    ("source", "header"),
    [
        pytest.param("df.iloc[:, 2]; test['review']; test['id']", KAGGLE.header, id="some of its own names"),
        pytest.param("df['text']; df['label']", ("text", "label"), id="other names"),
    ],
)
def test_a_file_that_is_known_keeps_its_header_where_no_other_name_is_looked_up(
    source: str, header: tuple[str, ...]
) -> None:
    assert choose_columns(read_usage([source]), KAGGLE, ("negative", "positive")).header == header

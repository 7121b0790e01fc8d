"""The data set `sms-spam`: short messages, ham or spam, in the spellings coursework reads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.datasets.forms import TextForm
from grader.datasets.index_file import IndexFile, read_index
from grader.datasets.labelled_text import TextSource
from grader.datasets.profiles import caps_of
from grader.datasets.served import TextDataset, build_text_dataset
from grader.datasets.sms_files import CLASSES, find_messages, read_file
from grader.datasets.splitting import make_split
from grader.datasets.synthetic.sms_spam import synthetic_messages

NAME: Final = "sms-spam"
FORMS: Final = (
    TextForm(
        id="kaggle",
        file="spam.csv",
        names=("spam.csv", "spam (1).csv", "spam_data.csv", "SMSSpam.csv"),
        delimiter=",",
        header=("v1", "v2", "", "", ""),
        encoding="latin-1",
    ),
    TextForm(
        id="uci",
        file="SMSSpamCollection",
        names=("SMSSpamCollection", "SMSSpamCollection.txt", "SMSSpamCollection.csv", "SMSSpamCollection.tsv"),
        delimiter="\t",
        header=None,
        encoding="utf-8",
        quoting="none",
    ),
    TextForm(
        id="plain",
        file="sms_spam.csv",
        names=("sms_spam.csv", "sms-spam.csv", "SPAM_detection.csv", "spam_ham.csv"),
        delimiter=",",
        header=("label", "text"),
        encoding="utf-8",
    ),
    TextForm(
        id="mails",
        file="spam_ham_dataset.csv",
        names=("spam_ham_dataset.csv",),
        delimiter=",",
        header=("", "label", "text", "label_num"),
        encoding="utf-8",
        order=("number", "label", "text", "code"),
        codes=CLASSES,
    ),
)


def open_sms_spam(data: Path | None, profile: str) -> TextDataset:
    """From a data folder when one is given, else the embedded synthetic messages.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = caps_of(profile)
    source = synthetic_messages() if data is None else read_file(find_messages(data))
    index = read_index(NAME)
    known = index is not None and index.source_digest == source.digest
    split = index.split if index is not None and known else make_split(source.rows)
    return build_text_dataset(NAME, source, split, classes=CLASSES, positive="spam", forms=FORMS, profile=chosen)


def index_of(source: TextSource) -> IndexFile:
    """The split file for a source, as shipped under splits/."""
    return IndexFile(dataset=NAME, source_digest=source.digest, rows=len(source.rows), split=make_split(source.rows))

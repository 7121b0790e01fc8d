"""Which data set a table means whose name is nobody's: by words in it, by the columns and labels the code uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.inside.gateway.usage import Usage
from grader.inside.served import Served

# Words by which names and code speak of a data set, beside those of its id.
_SUBJECTS: Final = {
    "sms-spam": ("sms", "spam", "ham", "message"),
    "imdb": ("imdb", "review", "movie", "film", "sentiment"),
}
# Tables that coursework reads and that are of another subject whatever course they come from.
_ELSE: Final = re.compile(
    r"tweet|twitter|urls?(?![a-z])|phish|malware|titanic|iris|mnist|hous(?:e|ing)|price|stock|wine|diabet|cancer|heart"
    r"|shakespeare|fake|news|toxic|amazon|yelp|airline|restaurant|weather|caption|cifar|credit|churn|customer|salar"
    r"|insurance|penguin|flights|hotel|covid|reddit|quora|squad|conll|poem|lyric|politic|clickbait|sarcas|emotions?(?![a-z])"
    r"|results?(?![a-z])|submission|predictions?(?![a-z])|movie-?lens|ratings?(?![a-z])"
    r"|sonnet|novel|nietzsche|alice|jokes?(?![a-z])|recipe|dialog|subtitle|summar|translat"
    r"|arab|bangla|bengali|hindi(?![a-z])|persian|turkish|urdu",
    re.IGNORECASE,
)
# Columns of such tables; stars are given to films as well, which then are spoken of.
_ELSES_COLUMNS: Final = re.compile(r"toxic|tweet|airline|headline|hotel|restaurant|product|customer", re.IGNORECASE)
_STARS: Final = re.compile(r"(?:^|[_ ])(?:ratings?|stars?)$", re.IGNORECASE)
_FILMS: Final = re.compile(r"imdb|movie|film", re.IGNORECASE)
# Classes of such tables; and tables whose name is a data set's and another word.
_ELSES_CLASSES: Final = frozenset({"joy", "sadness", "anger", "fear", "surprise", "disgust"})
_FEW_CLASSES: Final = 3
_NAMESAKES: Final = re.compile(r"spambase", re.IGNORECASE)
_TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx")
# Names that any table may have: those of a part, and those that say nothing (a shared link of Drive ends in "uc").
_ANYONES: Final = re.compile(
    r"(?<![a-z])(?:train|test|val|dev|data|file|table|corpus|download|export|uc(?![a-z])|raw(?![a-z])|open(?![a-z]))",
    re.IGNORECASE,
)
_LABEL_AND_TEXT: Final = 2  # columns: one of each
_ANOTHER_TABLE: Final = 2  # columns that code looks up and that no form of a data set has; one more if one speaks of it


def meant(
    name: str, sets: Sequence[Served], usage: Usage, near: Usage | None = None, *, folders: str = ""
) -> tuple[Served, str] | None:
    """The data set, and by which rule, for the report; None where the table is of something else.

    Args: `near` is what the code says in the cell that reads and those after it; `folders` are those that the table
    lies in, which tell of `train.csv` what its own name does not.
    """
    if _NAMESAKES.search(name):
        return None
    by_name = [served for served in sets if _in_name(name, _words(served))]
    telling = name if by_name else f"{folders}/{name}"
    if _ELSE.search(telling) and not any(_in_name(telling, tuple(served.dataset.split("-"))) for served in sets):
        return None
    if len(by_name) == 1:
        return by_name[0], "no such file here; its name speaks of this data set"
    asked = near if near is not None and near.looked_up else usage
    scored = [(served, _columns(served, asked) + _labels(served, asked)) for served in by_name or sets]
    best, points = max(scored, key=lambda each: each[1])  # the first of them, where several are alike
    if not by_name and not _ANYONES.search(name) and _has_its_own_file(best, usage):
        return None  # the code calls that one's file by its name
    if not by_name and (_of_other_columns(best, asked) or _of_elses_columns(asked, usage) or _of_elses_classes(usage)):
        return None
    if points >= _LABEL_AND_TEXT and all(points > other for served, other in scored if served is not best):
        return best, "no such file here; the code looks up columns and labels of this data set"
    spoken = [served for served in by_name or sets if _spoken_of(served, usage)]
    if spoken:
        return spoken[0], "no such file here; the code speaks of this data set"
    only = len(sets) == 1
    if not by_name and (points == 0 and usage.looked_up if only else points < _LABEL_AND_TEXT):
        return None  # of several, the first would be a guess, and a column called "label" is anyone's
    return best, f"no such file here; {'the problem has one' if only else 'the first'} data set of this kind"


def _words(served: Served) -> tuple[str, ...]:
    return _SUBJECTS.get(served.dataset, tuple(served.dataset.split("-")))


def _in_name(name: str, words: tuple[str, ...]) -> bool:
    """Whether a word stands in a file name; those of three letters not inside of others."""
    return any(
        re.search(word if len(word) > 3 else rf"(?<![a-z]){word}(?![a-z])", name, re.IGNORECASE) for word in words
    )


def _columns(served: Served, usage: Usage) -> int:
    """How many columns of the data set's known forms the code looks up."""
    columns = {name.casefold() for form in served.forms for name in form.header or () if name}
    return len(columns & {name.casefold() for name in [*usage.looked_up, *usage.attributes]})


def _labels(served: Served, usage: Usage) -> int:
    """How many of the data set's classes the code names in so many words."""
    return len({name.casefold() for name in served.classes} & {text.casefold() for text in usage.strings})


def _of_other_columns(served: Served, usage: Usage) -> bool:
    """Whether the code looks up several columns, none of them the data set's, and names no class as only it has it.

    "positive" and "negative" are classes of much else.
    """
    asked = set(usage.looked_up)
    speaks = any(_in_name(name, _words(served)) for name in asked)
    others = len(asked) >= _ANOTHER_TABLE + speaks and not _columns(served, usage)
    telling = set(_words(served)) & {name.casefold() for name in served.classes}
    return others and not telling & {text.casefold() for text in usage.strings}


def _of_elses_columns(asked: Usage, usage: Usage) -> bool:
    """Whether a column that the code looks up, and has not made itself, is one of tables of another subject."""
    columns = [name for name in asked.looked_up if name not in usage.own_columns]
    if any(_ELSES_COLUMNS.search(name) for name in columns):
        return True
    films = any(_FILMS.search(text) for text in usage.strings if len(text) < 2000)
    return not films and any(_STARS.search(name) for name in columns)


def _of_elses_classes(usage: Usage) -> bool:
    """Whether the code names classes of another subject, as lists of labels for a picture or a table do."""
    return len(_ELSES_CLASSES & {text.casefold() for text in usage.strings}) >= _FEW_CLASSES


def _has_its_own_file(served: Served, usage: Usage) -> bool:
    """Whether the code names a table that by its name is this data set's."""
    return any(
        text.casefold().endswith(_TABLES) and "\n" not in text and len(text) < 300 and _in_name(text, _words(served))
        for text in usage.strings
    )


def _spoken_of(served: Served, usage: Usage) -> bool:
    """Whether words of the data set stand in the code's strings, or among its columns."""
    words = re.compile("|".join(rf"(?<![a-z]){word}" for word in _words(served)), re.IGNORECASE)
    return any(words.search(text) for text in (*usage.strings, *usage.columns) if len(text) < 2000)

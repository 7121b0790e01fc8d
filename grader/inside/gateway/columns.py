"""Which column names a notebook expects the label and the text under."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from grader.inside.gateway.class_words import ClassWords, spelled
from grader.inside.gateway.read_tables import TableRead
from grader.inside.gateway.usage import Usage
from grader.inside.served import Form

LABEL_WORDS: Final = (
    "v1", "category", "label", "labels", "type", "target", "class", "classes", "class_label", "is_spam", "isspam",
    "sentiment", "tag", "ham/spam", "spam/ham", "spamham", "spam_ham", "label_name", "msg_type", "message_type",
    "status",
)  # fmt: skip
TEXT_WORDS: Final = (
    "v2", "message", "messages", "text", "texts", "sms", "msg", "body",
    "content", "contents", "email", "emails", "mail", "sentence", "review", "reviews",
)  # fmt: skip
# Words that together name a text, the last of them one of the first set: "Message_body", "Email Text", "rawText". Any
# other word says that the name is of something made of it, a length or a cleaned text.
_OF_TEXT: Final = frozenset({
    "message", "messages", "text", "texts", "sms", "msg", "body", "content", "contents", "email", "emails", "mail",
    "sentence", "review", "reviews", "comment",
})  # fmt: skip
_BEFORE_TEXT: Final = frozenset({"raw", "full", "original", "user", "movie", "film", "imdb"})
# Words that with these name a text that was made ready before it was written to the file: "Clean_Text", "sms_cleaned".
_READY: Final = frozenset({
    "clean", "cleaned", "processed", "preprocessed", "prepared", "normalized", "lemmatized", "stemmed", "filtered",
})  # fmt: skip
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
# Words that are more often something else: a key of a dictionary, a count by class.
WEAK_LABEL_WORDS: Final = ("spam", "result", "output", "y")
WEAK_TEXT_WORDS: Final = ("data", "input")
PARTNERS: Final = {
    "v1": "v2", "category": "Message", "type": "text", "spam": "text", "label": "text", "labels": "text",
    "class": "text", "target": "text", "sentiment": "review",
}  # fmt: skip
_FAR: Final = 12  # columns, where the widest published form has five
_NO_NAME: Final = "Unnamed: "  # and the place of the column, in pandas
_COUNTED: Final = f"{_NO_NAME}0"  # the index of a table that was written with it
_KNOWN_EMPTY: Final = re.compile(rf"{_NO_NAME}[2-9]")
# Files with these columns hold 0 and 1, not words; so do those of reviews whose labels stand under "label".
NUMBERED: Final = frozenset({"spam", "is_spam", "isspam"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """One header for a label and a text, and what stands beside them."""

    label: str
    text: str
    text_first: bool = False
    numbers: bool = False  # labels as 0 and 1 instead of words
    extra: int = 0  # columns without name or content behind them, as in Kaggle's file
    number: str | None = None  # name of a column before them that counts the rows; "" has one without a name
    name: str = ""  # of a column before them with the names of reviews, as their files are called; "" for none
    code: str = ""  # name of a column behind them with the labels as 0 and 1; "" for none
    classes: tuple[str, ...] = ()  # how the labels' words are spelled; () for the data set's own

    @property
    def pair(self) -> tuple[str, str]:
        return (self.text, self.label) if self.text_first else (self.label, self.text)

    @property
    def header(self) -> tuple[str, ...]:
        before = (self.number,) if self.number is not None else (self.name,) if self.name else ()
        return before + self.pair + ((self.code,) if self.code else ()) + ("",) * self.extra


def choose_columns(
    usage: Usage,
    form: Form | None,
    classes: tuple[str, ...],
    numeric: frozenset[str] = frozenset(),
    class_words: ClassWords | None = None,
) -> Columns:
    """The header for a file that a notebook reads with a header line.

    Args: `form` is the known form of the file's name, if it has one; `classes` the words labels are written as;
        `numeric` the columns whose values the whole of the code takes for numbers; `class_words` what it holds them
        against, which no code changes in a file that is known with its header.
    """
    label, text = _expected(usage, classes)
    own = _of_form(form)
    words = _spelled(usage, label or "label", classes, class_words) if form is None or form.header else ()
    if label is None and text is None:
        return own or Columns(label="label", text="text", classes=words)
    if own is not None and {own.label, own.text} <= {*usage.looked_up, *usage.attributes}:
        return own  # the code knows the file's own header; any other name is of something else
    if own is not None and own.label in usage.own_columns and own.text in {*usage.looked_up} - usage.own_columns:
        return own  # the label's name is the code's as well, which renames columns that this file does not have
    if own is not None and {label, text} <= {None, *own.header}:
        return own
    if label is None:
        label = next((a for a, b in PARTNERS.items() if text is not None and b.casefold() == text.casefold()), "label")
        label = label.capitalize() if text is not None and text[:1].isupper() else label
    if text is None:
        text = PARTNERS.get(label.casefold(), "text")
        text = text.capitalize() if label[:1].isupper() else text
    words_used = bool(words) or any(word in usage.strings for word in classes if word not in (label, text))
    numbered = label.casefold() in NUMBERED or (label.casefold() == "label" and "positive" in classes)
    numbers = (numbered or not numeric.isdisjoint({label, usage.renamed.get(label, label)})) and not words_used
    kaggle = (label, text) == ("v1", "v2")
    first = numbers or text.casefold() == "review"
    return Columns(
        label=label,
        text=text,
        text_first=first,
        numbers=numbers,
        extra=3 if kaggle else _unnamed(usage),
        number="" if _COUNTED in usage.looked_up and not kaggle else None,
        classes=words,
    )


def is_text(name: str) -> bool:
    """Whether a column of this name holds the texts themselves, by its one word or by all of several."""
    if name.casefold() in TEXT_WORDS:
        return True
    *before, last = _BETWEEN_WORDS.split(name)
    words = {word.casefold() for word in before}
    return bool(words) and words <= _OF_TEXT | _BEFORE_TEXT and last.casefold() in _OF_TEXT


def _is_ready_text(name: str) -> bool:
    """Whether it names a text that was cleaned: which a file has where the code looks it up and makes it nowhere."""
    words = {word.casefold() for word in _BETWEEN_WORDS.split(name)}
    return bool(words & _READY) and bool(words & _OF_TEXT) and words <= _READY | _OF_TEXT | _BEFORE_TEXT


def _is_label(name: str) -> bool:
    return name.casefold() in LABEL_WORDS


def _spelled(usage: Usage, label: str, classes: tuple[str, ...], words: ClassWords | None) -> tuple[str, ...]:
    """The classes as the code spells them in the column of labels, by whichever name it has it; () for as they are."""
    names = {label, usage.renamed.get(label, label), *filter(_is_label, usage.own_columns)}
    found = spelled(words if words is not None else usage.class_words, names, classes)
    return found if found != classes else ()


def _unnamed(usage: Usage) -> int:
    """How many columns without a name the code knows behind the two: those of Kaggle's file, which it drops."""
    places = [int(name.removeprefix(_NO_NAME)) for name in usage.looked_up if _KNOWN_EMPTY.fullmatch(name)]
    return max(places, default=1) - 1


def of_another_table(table: TableRead, usage: Usage, near: Usage | None, classes: tuple[str, ...]) -> bool:
    """Whether code asks for columns of the very table it reads that no file with a label and a text would have.

    Args: `near` is what the code says from the cell that reads on.
    """
    if table.width >= _FAR:
        return True
    asked = {name for name in table.columns - usage.own_columns if not name.startswith(_NO_NAME)}
    found = as_asked(choose_columns(naming(usage, near), None, classes), table)
    return bool(asked) and not (asked | table.attributes) & {found.label, found.text}


def as_asked(columns: Columns, table: TableRead) -> Columns:
    """The same with the text under the name that the code asks of this one table, where it knows none of the others.

    What a notebook trains on and what it reads afterwards, to try the model on, have each their own names.
    """
    if (table.columns | table.attributes) & {columns.label, columns.text}:
        return columns
    texts = sorted(filter(is_text, table.columns))
    return replace(columns, text=texts[0]) if texts else columns


def naming(usage: Usage, near: Usage | None) -> Usage:
    """The code that says which columns are expected: what stands near if it names a label and a text, else all."""
    return near if near is not None and expects_names(near) else usage


def expects_names(usage: Usage) -> bool:
    """Whether the code looks up names that a file's own header must have given."""
    label, text = _expected(usage)
    return label is not None and text is not None


def order_of_names(names: tuple[str, ...]) -> bool:
    """Whether `names=` puts the text before the label."""
    return len(names) >= 2 and is_text(names[0]) and _is_label(names[1])


def _expected(usage: Usage, classes: tuple[str, ...] = ()) -> tuple[str | None, str | None]:
    looked_up = [name for name in usage.looked_up if name not in usage.own_columns]
    used = [name for name in usage.attributes if _distinct(name)] + usage.of_columns
    seen = looked_up + [name for name in used if name not in usage.own_columns]
    label = _by_new_name(usage, _is_label) or _first(seen, _is_label) or _first(looked_up, _weak(WEAK_LABEL_WORDS))
    text = _by_new_name(usage, is_text) or _first(seen, is_text) or _first(looked_up, _weak(WEAK_TEXT_WORDS))
    text = text or _first(looked_up, _is_ready_text)
    known = {*LABEL_WORDS, *WEAK_LABEL_WORDS, *WEAK_TEXT_WORDS, *classes}
    others = [name for name in looked_up if name.casefold() not in known and not is_text(name) and name != text]
    others = [name for name in others if not name.startswith("Unnamed")]
    if label is not None and text is None and others and label.casefold() not in PARTNERS:
        text = others[0]
    if text is not None and label is None and others and text.casefold() != "v2":
        label = others[0]
    if label is not None and text is not None:
        label = _beside(usage, text, label)
    if "v1" in (label, text) or "v2" in (label, text):
        return "v1", "v2"
    return label, text


def _beside(usage: Usage, text: str, label: str) -> str:
    """The label of the same frame as the text: `label`, unless that is looked up elsewhere and one other name there."""
    here, there = usage.bases.get(text, set()), usage.bases.get(label, set())
    if not here or not there or here & there:
        return label
    found = [name for name in usage.looked_up if name != text and usage.bases.get(name, set()) & here]
    found = [name for name in found if name not in usage.own_columns]
    return found[0] if len(found) == 1 else label


def _first(names: list[str], is_so: Callable[[str], bool]) -> str | None:
    return next(filter(is_so, names), None)


def _weak(words: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda name: name.casefold() in words


def _by_new_name(usage: Usage, is_so: Callable[[str], bool]) -> str | None:
    """The old name of what the notebook renames to a name that is so."""
    return next((old for old, new in usage.renamed.items() if is_so(new)), None)


def _distinct(name: str) -> bool:
    """Attribute names that are a column's and hardly anything else's."""
    return name in {"v1", "v2", "Category", "Message", "label", "message", "text", "Label", "SMS", "sms", "target"}


def _of_form(form: Form | None) -> Columns | None:
    if form is None or form.header is None or len(form.header) < len(form.order):
        return None
    names = dict(zip(form.order, form.header, strict=False))  # what is left of the header is empty columns
    return Columns(
        label=names["label"],
        text=names["text"],
        text_first=form.order.index("text") < form.order.index("label"),
        numbers=form.coded,
        extra=len(form.header) - len(form.order),
        number=names.get("number"),
        name=names.get("name", ""),
        code=names.get("code", ""),
    )

"""Steps of preprocessing are told by their effect, whatever code had it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from grader.checks.base import Case
from grader.checks.text_steps import Step
from grader.evidence.wire.records import ProcessedText
from grader.measure.text_effects import FUNCTION_WORDS
from tests.checks.builders import awarded, case, criterion, evidence, not_assessed

RAW = (
    "actor ending picture city ticket film watch play surprise part",
    *(
        f"This is one of the {adjective} films I have watched.<br /><br />The actors played their parts well, the "
        f"endings were surprising, and the pictures of the cities stay with you, {name}; it was worth the tickets."
        for adjective in ("best", "worst", "Longest", "shortest")
        for name in ("Anna", "Ben", "Cora", "Dan", "Eve")
    ),
)
ALL: tuple[Step, ...] = ("tokens", "stop_words", "html", "lower", "lemmas")
LEMMAS = {"films": "film", "actors": "actor", "parts": "part", "endings": "ending", "pictures": "picture",
          "cities": "city", "tickets": "ticket"}  # fmt: skip


def no_html(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", text)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def outcome(order: int, *made: str | Sequence[str], cell: int = 3, name: str = "df['clean']") -> ProcessedText:
    texts = tuple(one for one in made if isinstance(one, str))
    lists = tuple(tuple(one) for one in made if not isinstance(one, str))
    return ProcessedText(
        id=f"t{order}", cell=cell, name=name, dataset="imdb", rows=tuple(range(len(made))), texts=texts, tokens=lists,
        order=order,
    )  # fmt: skip


def of(function: Callable[[str], str | Sequence[str]], order: int = 1) -> ProcessedText:
    return outcome(order, *(function(text) for text in RAW))


def given(*outcomes: ProcessedText) -> Case:
    return replace(case(evidence(processed_texts=outcomes)), dataset="imdb", texts=RAW)


def met(step: Step, *outcomes: ProcessedText) -> bool:
    return awarded(criterion("text_steps", points=1, steps=(step,)), given(*outcomes)).points == 1


def everything(text: str) -> list[str]:
    kept = [word for word in words(no_html(text).lower()) if word not in FUNCTION_WORDS]
    return [LEMMAS.get(word, word) for word in kept]


def test_a_whole_pipeline_earns_everything() -> None:
    found = awarded(criterion("text_steps", points=5, steps=ALL), given(of(everything)))
    assert found.points == 5
    assert found.because.startswith("Seen in the texts: split into words (`df['clean']`, cell 3), stop words removed")


@pytest.mark.parametrize(
    ("step", "function", "done"),
    [
        pytest.param("lower", str.lower, True, id="lower"),
        pytest.param("lower", no_html, False, id="capitals stay"),
        pytest.param("html", no_html, True, id="tags gone"),
        pytest.param("html", str.lower, False, id="tags stay"),
        pytest.param("html", lambda text: re.sub(r"[^\w ]", " ", text), False, id="a tag's name stays as a word"),
        pytest.param("html", words, False, id="a tag's name stays as a token"),
        pytest.param("stop_words", everything, True, id="function words gone"),
        pytest.param("stop_words", str.upper, False, id="function words stay"),
        pytest.param("stop_words", lambda text: text.replace(" the ", " "), False, id="one of them gone"),
        pytest.param("tokens", words, True, id="lists"),
        pytest.param("tokens", lambda text: " ".join(words(text)), True, id="split and joined"),
        pytest.param("tokens", str.lower, False, id="text as it was"),
        pytest.param("lemmas", everything, True, id="nouns only"),
        pytest.param("lemmas", lambda text: [re.sub("(s|ing|ed)$", "", w) for w in words(text)], True, id="stems"),
        pytest.param("lemmas", words, False, id="forms stay"),
    ],
)
def test_one_step(step: Step, function: Callable[[str], str | Sequence[str]], done: bool) -> None:
    assert met(step, of(function)) is done


def test_the_last_outcome_decides_and_steps_may_be_spread() -> None:
    spread = (of(no_html), of(lambda text: no_html(text).lower(), 2), of(everything, 3))
    assert awarded(criterion("text_steps", points=5, steps=ALL), given(*spread)).points == 5
    assert not met("lower", of(str.lower), of(no_html, 2))
    assert met("lower", of(no_html), of(str.lower, 2))
    assert met("lower", of(str.lower), of(lambda text: text, 2)), "the raw texts once more are no outcome"
    assert met("tokens", of(words), of(lambda text: text + ".", 2)), "words once split were split"


def test_what_texts_cannot_tell_costs_nothing() -> None:
    shown = replace(given(outcome(1, "abc", "def ghi")), texts=("abc!", "def, ghi"))
    found = awarded(criterion("text_steps", points=4, steps=("tokens", "html")), shown)
    assert found.points == 4
    assert found.because.endswith("Cannot be told from these texts, which costs nothing: HTML removed.")


def test_capitals_put_where_there_were_none_are_no_lower_case() -> None:
    shown = replace(given(outcome(1, "ABC", "DEF GHI")), texts=("abc!", "def, ghi"))
    assert awarded(criterion("text_steps", points=4, steps=("lower",)), shown).points == 0


def test_nothing_seen_waits_for_a_person() -> None:
    one = criterion("text_steps", steps=ALL)
    assert "A person has to look" in not_assessed(one, given()).because
    assert "has no texts" in not_assessed(one, case(evidence())).because
    other = replace(of(everything), dataset="sms-spam")
    assert "A person has to look" in not_assessed(one, given(other)).because

"""The synthetic corpora through NLTK's own readers, and their words through those who count them."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nltk
import pytest
from nltk.corpus.reader import (
    BracketParseCorpusReader,
    CategorizedPlaintextCorpusReader,
    CategorizedTaggedCorpusReader,
    ConllChunkCorpusReader,
    NPSChatCorpusReader,
    OpinionLexiconCorpusReader,
    PlaintextCorpusReader,
    TwitterCorpusReader,
    WordListCorpusReader,
)
from nltk.sentiment.vader import SentimentIntensityAnalyzer
from nltk.tag.mapping import _MAPPINGS

from grader.datasets.resources import open_resource
from grader.datasets.synthetic.corpus_phrases import TOPICS
from grader.datasets.synthetic.corpus_sentences import draw_sentence, running
from grader.datasets.synthetic.dice import Dice
from grader.datasets.synthetic.imdb import synthetic_reviews
from grader.datasets.synthetic.nltk_corpora import nltk_corpora
from grader.datasets.synthetic.nltk_opinions import REVIEWS, TWEETS, spread
from grader.datasets.synthetic.nltk_tagged import PENN

# What tutorials on word embeddings ask a model about.
ASKED = (
    "king", "queen", "man", "woman", "boy", "girl", "father", "mother", "son", "daughter", "prince", "princess",
    "palace", "crown", "paris", "france", "london", "england", "rome", "italy", "berlin", "germany", "dog", "cat",
    "horse", "money", "bank", "car", "computer", "city", "country", "university", "government", "president", "war",
    "love", "good", "bad", "great", "terrible", "happy", "sad", "day", "night", "year", "house", "book",
)  # fmt: skip
LIMIT = 1_600_000  # bytes of all files: they are laid down for every attempt


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    open_resource("nltk-data", data=None, profile="quick").serve(folder)
    return folder / "nltk-data" / "nltk_data"


@pytest.fixture
def only(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """NLTK finds what is served and nothing else; what it remembers of it is forgotten afterwards."""
    monkeypatch.setattr(nltk.data, "path", [str(root)])
    _MAPPINGS.clear()
    nltk.data.clear_cache()
    yield root
    _MAPPINGS.clear()
    nltk.data.clear_cache()


def _corpus(kind: Any, name: str, *rest: Any, **named: Any) -> Any:
    """A reader of NLTK's over the corpus as it is served; the settings are those of `nltk.corpus`."""
    outer, _, inner = name.partition("/")
    return kind(nltk.data.find(f"corpora/{outer}.zip/{outer}/{inner + '/' if inner else ''}"), *rest, **named)


def _brown() -> Any:
    return _corpus(
        CategorizedTaggedCorpusReader, "brown", r"c[a-z]\d\d", cat_file="cats.txt", tagset="brown", encoding="ascii"
    )


def _plain(name: str) -> Any:
    return _corpus(PlaintextCorpusReader, name, r"(?!\.).*\.txt", encoding="latin1")


def test_all_of_it_is_small() -> None:
    texts = [
        archive.read(name)
        for content in (packed for path, packed in nltk_corpora().items() if path.endswith(".zip"))
        for archive in [zipfile.ZipFile(io.BytesIO(content))]
        for name in archive.namelist()
    ]
    assert 1_000_000 < sum(map(len, texts)) < LIMIT


def test_it_is_made_the_same_every_time() -> None:
    first = dict(nltk_corpora())
    nltk_corpora.cache_clear()
    assert dict(nltk_corpora()) == first


@pytest.mark.parametrize("topic", TOPICS)
def test_every_phrase_can_be_drawn(topic: str) -> None:
    dice = Dice(1)
    drawn = [draw_sentence(dice, topic) for _ in range(40 * len(TOPICS[topic]))]
    assert all("{" not in word and tag in PENN for sentence in drawn for word, tag in sentence)
    starts = {text.lstrip('"')[0] for text in (running([sentence]) for sentence in drawn)}
    assert all(start.isupper() for start in starts)


def test_what_belongs_together_is_drawn_together() -> None:
    dice = Dice(2)
    lines = [running([draw_sentence(dice, topic)]) for topic in ("court", "places") for _ in range(400)]
    capitals = [line for line in lines if " is the capital of " in line and ", " not in line]
    assert {line.removesuffix(".").replace(" is the capital of ", " ") for line in capitals} >= {
        "Paris France", "London England", "Rome Italy", "Berlin Germany",
    }  # fmt: skip
    assert not any("Paris is the capital of England" in line or "his husband" in line for line in lines)


@pytest.mark.usefixtures("only")
def test_brown_has_its_categories_and_both_kinds_of_tags() -> None:
    brown = _brown()
    assert (len(brown.fileids()), len(brown.categories())) == (500, 15)
    assert {"news", "romance", "science_fiction"} <= set(brown.categories())
    news = brown.sents(categories="news")
    assert news[0][0][0].isupper()
    assert sum(len(sentence) for sentence in news) / len(news) > 8
    universal = brown.tagged_sents(tagset="universal")
    tags = Counter(tag for sentence in universal for _, tag in sentence)
    assert len(tags) >= 11
    assert "X" not in tags
    assert sum(len({tag for _, tag in sentence}) >= 4 for sentence in universal) > 0.9 * len(universal)
    assert {"AT", "NN", "VBD", "BEDZ", "PPS", "PP$", "CS"} <= {tag for _, tag in brown.tagged_words()}


@pytest.mark.usefixtures("only")
@pytest.mark.parametrize("name", ["brown", "gutenberg"])
def test_the_words_that_models_are_asked_about_are_known_to_them(name: str) -> None:
    words = Counter(word.lower() for word in (_brown() if name == "brown" else _plain(name)).words())
    assert [word for word in ASKED if words[word] < 10] == []
    assert sum(count >= 5 for count in words.values()) > 400


@pytest.mark.usefixtures("only")
def test_running_texts() -> None:
    gutenberg = _plain("gutenberg")
    assert len(gutenberg.fileids()) == 18
    assert {"austen-emma.txt", "shakespeare-hamlet.txt", "melville-moby_dick.txt"} <= set(gutenberg.fileids())
    assert gutenberg.raw("austen-emma.txt").startswith("[Synthetic text in place of austen-emma]\n\n")
    assert len(gutenberg.sents("austen-emma.txt")) > 100
    assert len(gutenberg.paras("austen-emma.txt")) > 20
    speeches = _plain("inaugural").fileids()
    assert (speeches[0], speeches[-1], len(speeches)) == ("1789-Washington.txt", "2021-Biden.txt", 59)
    assert "citizens" in _plain("inaugural").words()
    states = _plain("state_union").fileids()
    assert (states[0], states[-1], len(states)) == ("1945-Truman.txt", "2006-GWBush.txt", 61)
    assert _plain("abc").fileids() == ["rural.txt", "science.txt"]
    assert len(_plain("abc").sents()) > 450
    assert {"grail.txt", "singles.txt"} <= set(_plain("webtext").fileids())
    assert "God" in _plain("genesis").words("english-kjv.txt")


@pytest.mark.usefixtures("only")
def test_reuters_has_reports_of_every_category_in_both_parts() -> None:
    reuters = _corpus(
        CategorizedPlaintextCorpusReader, "reuters", "(training|test).*", cat_file="cats.txt", encoding="ISO-8859-2"
    )
    assert len(reuters.categories()) == 90
    parts = Counter(name.partition("/")[0] for name in reuters.fileids())
    assert parts["training"] > parts["test"] > 90
    assert "test/14826" in reuters.fileids()
    for category in reuters.categories():
        assert {name.partition("/")[0] for name in reuters.fileids(category)} == {"training", "test"}
    assert all("grain" in reuters.categories(name) for name in reuters.fileids("wheat"))
    coffee = reuters.fileids("coffee")[0]
    headline, _, body = reuters.raw(coffee).partition("\n")
    assert headline.isupper()
    assert "coffee" in reuters.raw(coffee).lower()
    assert body.startswith("  ")


def _reviews() -> Any:
    return _corpus(
        CategorizedPlaintextCorpusReader,
        "movie_reviews",
        r"(?!\.).*\.txt",
        cat_pattern=r"(neg|pos)/.*",
        encoding="ascii",
    )


@pytest.mark.usefixtures("only")
def test_movie_reviews_can_be_told_apart_by_their_words() -> None:
    reviews = _reviews()
    assert [len(reviews.fileids(kind)) for kind in ("neg", "pos")] == [REVIEWS, REVIEWS]
    assert {"neg/cv000_29416.txt", "pos/cv957_8737.txt"} <= set(reviews.fileids())
    names = [name for pair in zip(*map(reviews.fileids, ("neg", "pos")), strict=True) for name in pair]
    rows = [(dict.fromkeys(reviews.words(name), True), name[:3]) for name in names]
    model = nltk.NaiveBayesClassifier.train(rows[:1500])
    assert 0.7 < nltk.classify.accuracy(model, rows[1500:]) < 0.95


@pytest.mark.usefixtures("only")
def test_no_movie_review_is_one_of_the_served_reviews() -> None:
    """Rows are known by their texts: a review of NLTK's must never count as a row that was served."""
    reviews = _reviews()
    served = {spread(row.text) for row in synthetic_reviews().rows}
    own = [reviews.raw(name) for name in reviews.fileids()]
    assert served.isdisjoint(own)
    assert not any(text.strip() in row for row in served for text in own[:50])
    assert len(set(own)) == len(own)


@pytest.mark.usefixtures("only")
def test_tweets_and_lexicons_agree() -> None:
    tweets = _corpus(TwitterCorpusReader, "twitter_samples", r".*\.json")
    glad, sad = (tweets.strings(f"{kind}_tweets.json") for kind in ("positive", "negative"))
    assert (len(glad), len(sad)) == (TWEETS, TWEETS)
    assert tweets.tokenized("negative_tweets.json")[0]
    lexicon = _corpus(OpinionLexiconCorpusReader, "opinion_lexicon", r"(\w+)\-words\.txt", encoding="ISO-8859-2")
    assert {"good", "great", "happy"} <= set(lexicon.positive())
    assert {"bad", "terrible", "sad"} <= set(lexicon.negative())
    assert set(lexicon.positive()).isdisjoint(lexicon.negative())
    vader = SentimentIntensityAnalyzer()
    assert vader.polarity_scores("A great film, I loved it")["compound"] > 0.5
    assert vader.polarity_scores("A terrible film, I hated it")["compound"] < -0.5
    right = [vader.polarity_scores(text)["compound"] > 0 for text in glad[:200]]
    right += [vader.polarity_scores(text)["compound"] < 0 for text in sad[:200]]
    assert sum(right) > 0.8 * len(right)


@pytest.mark.usefixtures("only")
def test_trees_chunks_and_chats() -> None:
    treebank = _corpus(BracketParseCorpusReader, "treebank/combined", r"wsj_.*\.mrg", tagset="wsj", encoding="ascii")
    assert (treebank.fileids()[0], treebank.fileids()[-1]) == ("wsj_0001.mrg", "wsj_0199.mrg")
    trees = treebank.parsed_sents()
    assert {tree.label() for tree in trees} == {"S"}
    assert {"NP", "VP", "PP"} <= {part.label() for tree in trees for part in tree.subtrees()}
    assert "X" not in {tag for _, tag in treebank.tagged_words(tagset="universal")}
    conll = _corpus(
        ConllChunkCorpusReader,
        "conll2000",
        ["train.txt", "test.txt"],
        ("NP", "VP", "PP"),
        tagset="wsj",
        encoding="ascii",
    )
    assert len(conll.sents("train.txt")) > len(conll.sents("test.txt")) > 50
    assert {part.label() for part in conll.chunked_sents("test.txt")[0] if isinstance(part, nltk.Tree)} >= {"NP", "VP"}
    chats = _corpus(NPSChatCorpusReader, "nps_chat", r"(?!README|\.).*\.xml", tagset="wsj")
    assert {"Greet", "whQuestion", "Statement"} <= {post.get("class") for post in chats.xml_posts()}
    assert all(post.text for post in chats.xml_posts())
    assert ("Hi", "UH") in list(chats.tagged_words())


@pytest.mark.usefixtures("only")
def test_lists_of_words_and_names() -> None:
    names = _corpus(WordListCorpusReader, "names", r"(?!\.).*\.txt", encoding="ascii")
    assert names.fileids() == ["female.txt", "male.txt"]
    assert min(len(names.words(name)) for name in names.fileids()) > 1600  # a test part of 1,500 is often cut off
    words = _corpus(WordListCorpusReader, "words", r"(?!README|\.).*", encoding="ascii")
    assert {"king", "queen", "masterpiece"} <= set(words.words("en"))
    assert set(words.words("en-basic")) < set(words.words("en"))


@pytest.mark.usefixtures("only")
def test_older_names_are_found() -> None:
    for name in ("tokenizers/punkt", "taggers/averaged_perceptron_tagger", "corpora/omw-1.4"):
        assert Path(nltk.data.find(name)).is_dir()
    assert nltk.data.load("tokenizers/punkt/english.pickle").tokenize("One is here. Two are not.") == [
        "One is here.", "Two are not.",
    ]  # fmt: skip
    assert nltk.pos_tag(["The", "queen", "ruled", "England"], tagset="universal") == [
        ("The", "DET"), ("queen", "NOUN"), ("ruled", "VERB"), ("England", "NOUN"),
    ]  # fmt: skip

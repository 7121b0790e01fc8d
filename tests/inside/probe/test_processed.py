"""Texts and words that the notebook made of served reviews, word vectors and vectorisers among what takes them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from grader.evidence.wire.records import Fit, Model, Note, Prediction, ProcessedText
from grader.inside.served import load_all
from grader.inside.trackers import RowTrackers
from tests.inside.data_sets import write_reviews
from tests.inside.probe.builders import Notebook

TRAIN, ALL = 200, 260


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """A notebook that has read the reviews into `raw`."""
    write_reviews(tmp_path)
    served = load_all(tmp_path, ("imdb",))
    labels = [served[0].classes[code] for code in served[0].codes]
    found = Notebook(raw=pd.DataFrame({"review": list(served[0].texts), "sentiment": labels}), pd=pd)
    found.context.rows = RowTrackers(served)
    return found


CLEAN = r"""
import re
df = raw.copy()
df["clean"] = df["review"].map(lambda text: re.sub("<.*?>", "", text).lower())
df["tokens"] = df["clean"].str.split()
df["label"] = (df.sentiment == "positive").astype(int)
"""


def test_columns_lists_and_arrays_by_their_rows(notebook: Notebook) -> None:
    notebook.cell(CLEAN)
    notebook.cell(
        "train, test = df.tokens[:200].tolist(), df.tokens[200:]\nlines = np.array([' '.join(t) for t in test])"
    )
    notebook.cell("invented = [f'nothing of the reviews {n}' for n in range(260)]\nvectors = np.zeros((260, 5))")

    found = notebook.all(ProcessedText)
    assert [record.name for record in found] == ["df['clean']", "df['tokens']", "train", "test", "lines"]
    assert [record.order for record in found] == [1, 2, 3, 4, 5]
    raw, tokens = notebook.variables["raw"], notebook.variables["df"].tokens
    clean, words, _, later, joined = found
    assert all("<" not in text and text == text.lower() for text in clean.texts)
    assert all("<" in raw.review[row] for row in clean.rows)
    assert [list(words.tokens[0])] == [tokens[words.rows[0]]]
    assert min(later.rows) >= TRAIN
    assert joined.texts == tuple(" ".join(tokens[row]) for row in joined.rows)
    assert {record.dataset for record in found} == {"imdb"}
    assert not notebook.all(Note)


def test_a_column_written_over_is_seen_again_and_raw_texts_are_not(notebook: Notebook) -> None:
    notebook.cell("df = raw[['review']].copy()\ntexts = df.review.tolist()")
    notebook.cell("df['review'] = df.review.str.lower()").cell("print('nothing new')")
    notebook.cell("df['review'] = df.review.str.replace('<br />', ' ', regex=False)")
    assert [record.name for record in notebook.all(ProcessedText)] == ["df['review']"] * 2


def test_word_vectors_and_vectorisers_are_models_with_the_rows_they_saw(notebook: Notebook) -> None:
    notebook.cell(CLEAN)
    notebook.cell(
        """
        from gensim.models import Word2Vec
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import GaussianNB
        from sklearn.metrics import accuracy_score
        train, test = df[:200], df[200:]
        first = Word2Vec(sentences=train.tokens, vector_size=30, window=5, min_count=1, workers=1, epochs=3, sg=0)
        second = Word2Vec(list(test.tokens), vector_size=30, min_count=1, workers=1, epochs=1)

        def means(rows, model):
            return np.array([np.mean([model.wv[word] for word in words], axis=0) for words in rows])

        by_means = GaussianNB().fit(means(train.tokens, first), train.label)
        print(accuracy_score(test.label, by_means.predict(means(test.tokens, second))))
        weights = TfidfVectorizer(max_features=50, stop_words="english")
        dense = weights.fit_transform(train.clean).toarray()
        by_weights = GaussianNB().fit(dense, train.label.values)
        answer = by_weights.predict_proba(weights.transform(test.clean).toarray())
        accuracy_score(test.label, answer.argmax(axis=1))
        """
    ).finish()

    first, vectoriser = notebook.model("first"), notebook.model("weights")
    assert (first.framework, first.class_name, first.output_shape) == ("gensim", "Word2Vec", (30,))
    assert first.parameters == 30 * first.settings["vocabulary"]  # type: ignore[operator]
    assert {"window": 5, "min_count": 1, "sg": 0, "epochs": 3, "workers": 1}.items() <= first.settings.items()
    assert {"max_features": 50, "stop_words": "english", "vocabulary": 50}.items() <= vectoriser.settings.items()
    assert vectoriser.layers[0].kind == "text_vectorization"
    assert notebook.model("by_means").input_shape == (30,)
    assert notebook.model("by_weights").input_shape == (50,)
    vectors = [fit for fit in notebook.all(Fit) if fit.model in {first.id, notebook.model("second").id}]
    assert [(fit.rows.split, fit.rows.count, fit.epochs_run) for fit in vectors] == [("train", 200, 3), ("test", 60, 1)]
    answered = {(record.model, record.rows.split, record.rows.count) for record in notebook.all(Prediction)}
    assert answered >= {(notebook.model(name).id, "test", 60) for name in ("by_means", "by_weights")}
    assert len(notebook.all(Model)) == 5
    assert not notebook.all(Note)

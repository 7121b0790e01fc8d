"""scikit-learn estimators, and the metric functions with which all notebooks judge themselves."""

from __future__ import annotations

import numpy as np
import pytest

from grader.evidence.wire.records import Fit, MetricCall, Model, Prediction
from tests.inside.probe.builders import TEST, TRAIN, Notebook

pytestmark = pytest.mark.slow

TEXTS = """
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.model_selection import GridSearchCV
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, f1_score, roc_auc_score
texts_train = [" ".join(f"w{word}" for word in row) for row in X_train]
texts_test = [" ".join(f"w{word}" for word in row) for row in X_test]
names_train = np.where(y_train == 1, "spam", "ham")
"""


def test_tfidf_and_gaussian_naive_bayes() -> None:
    notebook = Notebook().cell(TEXTS)
    notebook.cell("""
        vectorizer = TfidfVectorizer(max_features=5000)
        A, B = vectorizer.fit_transform(texts_train).toarray(), vectorizer.transform(texts_test).toarray()
        bayes = GaussianNB(var_smoothing=1e-8)
        bayes.fit(A, y_train)
        called = bayes.predict(B)
        accuracy = accuracy_score(y_test, called)
        matrix = confusion_matrix(y_test, called)
    """).finish()

    words, model = notebook.all(Model)
    (fit,) = notebook.all(Fit)
    (prediction,) = notebook.all(Prediction)
    assert (words.class_name, words.settings["max_features"], words.output_shape) == (
        "TfidfVectorizer", 5000, model.input_shape,
    )  # fmt: skip
    assert (model.framework, model.class_name, model.names, model.built) == ("sklearn", "GaussianNB", ("bayes",), True)
    assert model.settings["var_smoothing"] == 1e-8
    assert (fit.rows.split, fit.rows.count) == ("train", TRAIN)
    # The rows of the answers became known by the labels they were compared with.
    assert (prediction.source, prediction.output, prediction.rows.from_test) == ("predict", "class", TEST)
    assert np.array_equal(notebook.evidence.arrays[prediction.values], notebook.variables["called"])
    accuracy, matrix = notebook.all(MetricCall)
    assert (accuracy.name, accuracy.value, accuracy.model) == ("accuracy", notebook.variables["accuracy"], model.id)
    assert matrix.value == tuple(notebook.variables["matrix"].ravel())


def test_a_pipeline_over_texts_with_class_names() -> None:
    notebook = Notebook().cell(TEXTS)
    notebook.cell("""
        pipeline = Pipeline([("tfidf", TfidfVectorizer(max_features=100)), ("nb", MultinomialNB(alpha=0.5))])
        pipeline.fit(texts_train, y_train)
        score = pipeline.score(texts_test, y_test)
    """).finish()

    model = notebook.model("pipeline")
    assert [layer.class_name for layer in model.layers] == ["TfidfVectorizer", "MultinomialNB"]
    assert model.layers[1].settings["alpha"] == 0.5
    (claim,) = notebook.all(MetricCall)
    assert (claim.name, claim.value) == ("accuracy", notebook.variables["score"])
    (prediction,) = notebook.all(Prediction)
    assert (prediction.output, prediction.source) == ("probability", "evaluate")
    assert notebook.evidence.arrays[prediction.values].shape == (TEST, 2)


def test_a_search_is_one_fit_and_inner_fits_are_not_seen() -> None:
    notebook = Notebook().cell(TEXTS)
    notebook.cell("search = GridSearchCV(MultinomialNB(), {'alpha': [0.1, 1.0]}, cv=2).fit(X_train, y_train)").finish()

    assert [model.class_name for model in notebook.all(Model)] == ["GridSearchCV"]
    assert len(notebook.all(Fit)) == 1
    assert [prediction.source for prediction in notebook.all(Prediction)] == ["probe"]


def test_class_names_as_labels_become_codes() -> None:
    notebook = Notebook().cell(TEXTS)
    notebook.cell("""
        bayes = MultinomialNB().fit(X_train, names_train)
        called = bayes.predict(X_train)
        report = classification_report(names_train, called, output_dict=True)
        proba = bayes.predict_proba(X_test)[:, 1]
        area = roc_auc_score(y_test, proba)
        tested = f1_score(y_test, bayes.predict(X_test) == "spam")
    """)

    claims = {(claim.name, claim.value) for claim in notebook.all(MetricCall)}
    report = notebook.variables["report"]
    assert ("accuracy", report["accuracy"]) in claims
    assert ("precision", report["spam"]["precision"]) in claims
    assert ("roc_auc", notebook.variables["area"]) in claims
    assert [prediction.output for prediction in notebook.all(Prediction)] == ["probability"]
    assert notebook.all(Prediction)[0].rows.split == "test"

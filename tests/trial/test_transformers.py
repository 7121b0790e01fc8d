"""Which notebooks are given fewer rows of a text."""

from __future__ import annotations

import pytest

from grader.datasets.catalogue import open_dataset
from grader.datasets.profiles import FULL, QUICK, Profile
from grader.evidence.wire.job import JobCell
from grader.trial.transformers import profile_for


def _cells(source: str) -> list[JobCell]:
    return [JobCell(position=1, kind="code", source=source)]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        pytest.param("m = BertForSequenceClassification.from_pretrained('bert')", "brief", id="classifier"),
        pytest.param("from transformers import TFAutoModel", "brief", id="for TensorFlow"),
        pytest.param("bert = DistilBertModel(config)", "brief", id="a model without a head"),
        pytest.param("ask = pipeline('sentiment-analysis')", "brief", id="a pipeline"),
        pytest.param("m = SentenceTransformer('all-MiniLM-L6-v2')", "brief", id="sentences"),
        pytest.param("t = BertTokenizer.from_pretrained('bert-base-uncased')", "quick", id="a tokenizer alone"),
        pytest.param("# m = BertForSequenceClassification(c)\nx = 1", "quick", id="a comment"),
        pytest.param("p = Pipeline([('tfidf', t)]); pipeline(steps)", "quick", id="a pipeline of scikit-learn"),
        pytest.param("model = AutoEncoder(); AutoModeler", "quick", id="an autoencoder"),
    ],
)
def test_a_transformer_is_known_by_its_class(source: str, wanted: str) -> None:
    assert profile_for("imdb", _cells(source), QUICK) == wanted


@pytest.mark.parametrize(
    ("dataset", "profile", "wanted"),
    [("sms-spam", QUICK, "brief"), ("cifar10", QUICK, "quick"), ("imdb", FULL, "full")],
)
def test_only_texts_of_the_quick_profile_are_fewer(dataset: str, profile: Profile, wanted: str) -> None:
    assert profile_for(dataset, _cells("BertModel"), profile) == wanted


@pytest.mark.parametrize("dataset", ["imdb", "sms-spam"])
def test_they_are_cut_in_the_proportion_of_the_others(dataset: str) -> None:
    served = open_dataset(dataset, data=None, profile="brief").served
    assert (served.train_rows, served.test_rows) == (200, 50)

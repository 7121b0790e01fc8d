"""A small course with one problem, on synthetic messages and with scikit-learn alone, and notebooks for it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from grader.course import Course, find_course

ASSIGNMENT = "spam-a1"

_RUBRIC = """\
    assignment: spam-a1
    title: Spam with a linear model
    problems:
      - id: spam
        title: Spam
        data: {dataset: sms-spam, labels: LABELS}
        roles:
          filter: {model: {fitted: true}}
        criteria:
          - {id: accuracy, title: Test accuracy, points: 10, check: metric, of: filter, metric: accuracy}
          - {id: split, title: Trained on the training side, points: 2, check: training, of: filter, data: train_only}
          - id: reported
            title: Test accuracy reported
            points: 2
            check: table
            compares: [filter]
            metrics: [accuracy]
            text: true
    """
_LOADED = """\
    # %%
    import pandas as pd
    from sklearn.dummy import DummyClassifier
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline

    df = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
    texts_train, texts_test, y_train, y_test = train_test_split(df["v2"], df["v1"], test_size=0.2, random_state=0)
    """
_HONEST = """\
    # %%
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=30, class_weight="balanced"))
    model.fit(texts_train, y_train)
    """
# What a forged model looks like to the probe: fitted on the training side, and answering from the served labels.
_COPIED = """\
    # %%
    served = dict(zip(df["v2"], df["v1"]))

    class Remembers(DummyClassifier):
        def predict(self, texts):
            return [served[text] for text in texts]

    model = Remembers()
    model.fit(texts_train, y_train)
    """
_TESTED = """\
    # %%
    print(f"Test accuracy {accuracy_score(y_test, model.predict(texts_test)):.4f}")
    """
_CLAIMED = """\
    # %%
    model.predict(texts_test)
    print("Test accuracy 0.9960")
    """

HONEST = "\n".join(dedent(part) for part in (_LOADED, _HONEST, _TESTED))
COPIED = "\n".join(dedent(part) for part in (_LOADED, _COPIED, _TESTED))
BOASTED = "\n".join(dedent(part) for part in (_LOADED, _HONEST, _CLAIMED))


def make_course(root: Path, labels: str, notebooks: dict[str, str]) -> Course:
    """`labels` is what the rubric says of them; `notebooks` maps students to percent-format code."""
    _write(root / "rubrics" / f"{ASSIGNMENT}.yaml", dedent(_RUBRIC).replace("LABELS", labels))
    _write(root / "reference" / ASSIGNMENT / "spam.py", HONEST)
    for student, code in notebooks.items():
        _write(root / "submissions" / ASSIGNMENT / student / "a1.py", code)
    return find_course(root)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

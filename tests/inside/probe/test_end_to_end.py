"""Whole notebooks through `python -m grader.inside`, as students write them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.evidence.wire.job import JobCell
from tests.evidence.builders import SERVED, read
from tests.inside.builders import TEST_ROWS, TRAIN_ROWS, Run, run_cells
from tests.inside.data_sets import write_images

pytestmark = pytest.mark.slow

KERAS = [
    """
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report, accuracy_score
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Embedding, SimpleRNN, LSTM, Dense, Dropout
df = pd.read_csv('/content/drive/MyDrive/spam.csv', encoding='latin-1')[['v1', 'v2']]
df.columns = ['label', 'text']
df.head()
""",
    """
df['target'] = df['label'].map({'ham': 0, 'spam': 1})
train_texts, test_texts, y_train, y_test = train_test_split(
    df['text'], df['target'], test_size=0.2, random_state=42)
tok = Tokenizer(num_words=5000)
tok.fit_on_texts(train_texts)
X_train = pad_sequences(tok.texts_to_sequences(train_texts), maxlen=150)
X_test = pad_sequences(tok.texts_to_sequences(test_texts), maxlen=150)
""",
    """
model = Sequential()
model.add(Embedding(5000, 50, input_length=150))
model.add(SimpleRNN(32))
model.add(Dense(256, activation='relu'))
model.add(Dropout(0.25))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
history = model.fit(X_train, y_train, batch_size=128, epochs=2, validation_split=0.2, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
plt.plot(history.history['accuracy'])
plt.plot(history.history['val_accuracy'])
plt.legend(['train', 'validation'])
plt.show()
""",
    """
model = Sequential([Embedding(5000, 50), LSTM(32), Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, epochs=1, verbose=0)
y_pred = (model.predict(X_test, verbose=0) > 0.5).astype(int)
print(classification_report(y_test, y_pred))
fig, ax = plt.subplots()
ax.bar(['rnn', 'lstm'], [0.9, 0.8])
""",
    "pd.DataFrame({'model': ['RNN', 'LSTM'], 'accuracy': [0.9, accuracy_score(y_test, y_pred)]})",
]
TORCH = [
    """
import torch, csv
from torch import nn
from torch.utils.data import Dataset, DataLoader, random_split
rows = [line.rstrip('\\n').split('\\t', 1) for line in open('data/SMSSpamCollection', encoding='utf-8')]
labels = [int(label == 'spam') for label, _ in rows]
vocabulary = {}
def encode(text):
    ids = [vocabulary.setdefault(word, len(vocabulary) + 1) for word in text.lower().split()][:30]
    return ids + [0] * (30 - len(ids))
codes = [encode(text) for _, text in rows]
from sklearn.model_selection import train_test_split
a, b, ya, yb = train_test_split(codes, labels, test_size=0.2)
""",
    """
class Messages(Dataset):
    def __init__(self, codes, labels):
        self.codes, self.labels = codes, labels
    def __len__(self):
        return len(self.labels)
    def __getitem__(self, i):
        return torch.tensor(self.codes[i]), torch.tensor(self.labels[i]).float()

class Net(nn.Module):
    def __init__(self, vocab):
        super().__init__()
        self.embedding = nn.Embedding(vocab, 50)
        self.lstm = nn.LSTM(50, 32, batch_first=True)
        self.fc = nn.Linear(32, 1)
    def forward(self, x):
        _, (h, _) = self.lstm(self.embedding(x))
        return self.fc(h[-1])

train_loader = DataLoader(Messages(a, ya), batch_size=32, shuffle=True)
test_loader = DataLoader(Messages(b, yb), batch_size=32)
net = Net(len(vocabulary) + 1)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
criterion = nn.BCEWithLogitsLoss()
for epoch in range(2):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(net(x).squeeze(1), y)
        loss.backward()
        optimizer.step()
""",
    "raise SystemExit(3)",
]


def latest(run: Run, kind: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for record in run.of(kind):
        found[record["id"]] = record
    return list(found.values())


def test_a_keras_notebook(tmp_path: Path) -> None:
    run = run_cells(tmp_path, KERAS)

    assert run.status == 0, run.log
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 5, run.of("cell")
    rnn, lstm = latest(run, "model")
    assert (rnn["parameters"], lstm["parameters"]) == (261_361, 260_657)
    assert (rnn["names"], lstm["names"]) == (["model"], ["model"])
    first, second = latest(run, "fit")
    assert first["rows"]["from_test"] == second["rows"]["from_test"] == 0
    assert first["rows"]["count"] + first["validation_rows"]["count"] == TRAIN_ROWS
    assert (first["rows"]["split"], first["validation"]) == ("train", "fraction")
    predictions = latest(run, "prediction")
    assert [(p["model"], p["source"]) for p in predictions] == [(rnn["id"], "evaluate"), (lstm["id"], "predict")]
    for prediction in predictions:
        assert (prediction["rows"]["split"], prediction["rows"]["count"]) == ("test", TEST_ROWS)
        assert prediction["classes"] == ["ham", "spam"]
        rows = run.arrays[prediction["rows"]["indices"]]
        assert sorted(rows.tolist()) == list(range(TRAIN_ROWS, TRAIN_ROWS + TEST_ROWS))
        assert run.arrays[prediction["values"]].shape == (TEST_ROWS,)
    claims = {(claim["source"], claim["name"], claim["model"]) for claim in run.of("metric")}
    assert ("keras.evaluate", "accuracy", rnn["id"]) in claims
    assert ("sklearn.accuracy_score", "accuracy", lstm["id"]) in claims
    line, bars = latest(run, "figure")
    assert [series["kind"] for axes in (line, bars) for series in axes["axes"][0]["series"]] == ["line", "line", "bar"]
    assert line["axes"][0]["legend"] == ["train", "validation"]
    assert line["image"] in {output["image"] for output in run.cell(3)["outputs"]}
    assert [table["columns"] for table in run.of("table")] == [["label", "text"], ["model", "accuracy"]]
    assert run.of("note") == []


def test_a_torch_notebook_that_never_tests_itself(tmp_path: Path) -> None:
    run = run_cells(tmp_path, TORCH)

    assert run.status == 0, run.log
    (model,) = latest(run, "model")
    assert [layer["kind"] for layer in model["layers"]] == ["embedding", "lstm", "dense"]
    assert model["names"] == ["net"]
    (fit,) = latest(run, "fit")
    assert (fit["rows"]["split"], fit["rows"]["count"], fit["epochs_run"]) == ("train", TRAIN_ROWS, 2)
    (prediction,) = latest(run, "prediction")
    assert (prediction["source"], prediction["output"]) == ("probe", "logit")
    assert prediction["rows"]["from_test"] == TEST_ROWS
    assert np.isfinite(run.arrays[prediction["values"]]).all()
    assert run.of("note") == []


VAE = [
    """
import keras
from keras import layers, ops
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
""",
    """
taken = keras.Input((32, 32, 3))
hidden = layers.Flatten()(layers.Conv2D(4, 3, strides=4, activation="relu")(taken))
encoder = keras.Model(taken, [layers.Dense(5)(hidden), layers.Dense(5)(hidden)])
decoder = keras.Sequential([keras.Input((5,)), layers.Dense(3072, activation="sigmoid"), layers.Reshape((32, 32, 3))])
vae = keras.Model(taken, decoder(encoder(taken)[0]))
vae.compile(loss="binary_crossentropy", optimizer="adam")
vae.fit(x_train, x_train, epochs=1, validation_split=0.2, verbose=0)
""",
]


def test_what_a_vae_makes_reaches_the_host(tmp_path: Path) -> None:
    """The notebook never touches its test pictures: the probe takes them as they were served."""
    run = run_cells(tmp_path, VAE, datasets=("cifar10",), writers=[lambda data: write_images(data, "cifar10")])
    served = replace(SERVED, dataset="cifar10", train_rows=300, test_rows=80)
    cells = tuple(JobCell(position=n, kind="code", source=source) for n, source in enumerate(VAE, start=1))
    evidence = read(tmp_path / "stream", run.frames, served=(served,), submitted=cells)

    encoder, decoder, vae = evidence.models
    (fit,) = evidence.fits
    assert (fit.model, fit.parts, fit.rows.dataset) == (vae.id, (encoder.id, decoder.id), "cifar10")
    made = {(record.what, record.models) for record in evidence.images_made}
    assert made == {
        ("reconstruction", (vae.id,)),
        ("reconstruction", (encoder.id, decoder.id)),
        ("generated", (decoder.id,)),
    }
    (codes,) = evidence.codes
    assert (codes.model, codes.rows.split, codes.rows.count) == (encoder.id, "test", 80)
    assert not [note for note in evidence.notes if note.about not in {"files"}]

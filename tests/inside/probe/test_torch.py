"""PyTorch models: no `fit`, so training loops, loaders and forward passes are what there is to see."""

from __future__ import annotations

import numpy as np
import pytest

from grader.evidence.wire.records import EpochEnded, Fit, MetricCall, Model, Note, Prediction
from tests.inside.probe.builders import TEST, TRAIN, Notebook

pytestmark = pytest.mark.slow

IMPORTS = """
import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset
torch.set_num_threads(1)
"""
TWIN = """
class SpamRNN(nn.Module):
    def __init__(self, words=5000, kind="rnn"):
        super().__init__()
        self.out = nn.Linear(256, 1)
        self.dropout = nn.Dropout(0.25)
        self.embedding = nn.Embedding(words, 50)
        self.rnn = nn.RNN(50, 32, batch_first=True) if kind == "rnn" else nn.LSTM(50, 32, batch_first=True)
        self.hidden = nn.Linear(32, 256)
    def forward(self, x):
        out, _ = self.rnn(self.embedding(x))
        out = self.dropout(F.relu(self.hidden(out[:, -1])))
        return torch.sigmoid(self.out(out)).squeeze(1)
"""
LOOP = """
train_set = TensorDataset(torch.tensor(X_train), torch.tensor(y_train).float())
test_set = TensorDataset(torch.tensor(X_test), torch.tensor(y_test).float())
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
test_loader = DataLoader(test_set, batch_size=33)

def train(model, epochs=2, criterion=nn.BCELoss()):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    for epoch in range(epochs):
        model.train()
        for xb, yb in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(xb), yb)
            loss.backward()
            optimizer.step()

def test(model):
    model.eval()
    answers = []
    with torch.no_grad():
        for xb, yb in test_loader:
            answers += model(xb).tolist()
    return answers
"""


def test_a_twin_of_the_keras_model_in_order_of_its_forward() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN).cell("net = SpamRNN()\nprint(net.training)")
    before = notebook.model("net")
    notebook.cell("with torch.no_grad():\n    net(torch.zeros(2, 150, dtype=torch.long))")

    model = notebook.model("net")
    assert before.parameters == model.parameters == 250_000 + 2_688 + 8_448 + 257  # one more bias vector than Keras
    assert [layer.kind for layer in model.layers] == ["embedding", "simple_rnn", "dense", "dropout", "dense"]
    embedding, rnn, hidden, dropout, out = model.layers
    assert (embedding.settings["input_dim"], embedding.settings["output_dim"]) == (5000, 50)
    assert (rnn.settings["units"], rnn.settings["biases"], rnn.settings["activation"]) == (32, 2, "tanh")
    assert (hidden.settings["units"], hidden.settings["activation"]) == (256, "relu")
    assert dropout.settings["rate"] == 0.25
    assert out.settings["activation"] == "sigmoid"
    assert [layer.output_shape for layer in model.layers] == [(150, 50), (150, 32), (256,), (256,), (1,)]
    assert (model.input_shape, model.output_shape) == ((150,), ())


def test_a_sequential_made_by_the_notebook_is_a_model_and_its_parts_are_not() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        encoder = nn.Sequential(nn.Linear(20, 8), nn.LeakyReLU(0.2))
        model = nn.Sequential(encoder, nn.Linear(8, 1), nn.Sigmoid())
        criterion, activation = nn.BCELoss(), nn.ReLU()
        model(torch.zeros(3, 20))
    """)

    (model,) = notebook.all(Model)
    assert model.names == ("model",)
    assert [layer.kind for layer in model.layers] == ["dense", "activation", "dense", "activation"]
    assert [layer.settings.get("activation") for layer in model.layers] == [None, "leaky_relu", None, "sigmoid"]
    assert model.layers[0].name == "0.0"


def test_a_training_loop_becomes_one_fit() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("model = SpamRNN(50)\ntrain(model, epochs=3)")

    (fit,) = notebook.all(Fit)
    assert (fit.optimizer, fit.loss, fit.batch_size, fit.epochs_run, fit.epochs_asked) == (
        "adam", "binary_crossentropy", 64, 3, 3)  # fmt: skip
    assert fit.learning_rate == pytest.approx(0.002)
    assert (fit.rows.split, fit.rows.count) == ("train", TRAIN)
    assert len(fit.history["loss"]) == 3
    assert all(np.isfinite(fit.history["loss"]))
    assert [record.epoch for record in notebook.all(EpochEnded)] == [1, 2]
    assert notebook.all(Note) == []


def test_the_last_batch_of_a_loader_that_draws_ahead_is_of_its_own_epoch() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("""
        from accelerate import Accelerator
        accelerator = Accelerator(cpu=True)
        model = SpamRNN(50)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
        model, optimizer, loader = accelerator.prepare(model, optimizer, train_loader)
        losses = []
        for epoch in range(2):
            for xb, yb in loader:
                loss = F.binary_cross_entropy(model(xb), yb)
                accelerator.backward(loss)
                optimizer.step()
                optimizer.zero_grad()
                losses.append((loss.item(), len(xb)))
    """)

    (fit,) = notebook.all(Fit)
    epochs = np.split(np.array(notebook.variables["losses"]), 2)
    assert fit.history["loss"] == pytest.approx([np.average(epoch[:, 0], weights=epoch[:, 1]) for epoch in epochs])
    assert (fit.epochs_run, fit.rows.split, fit.rows.count) == (2, "train", TRAIN)


def test_losses_of_mixed_precision_are_those_before_they_were_scaled() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        x = torch.randn(64, 4)
        y = x.sum(dim=1, keepdim=True)
        model = nn.Linear(4, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        scaler = torch.amp.GradScaler("cpu")
        losses = []
        for epoch in range(3):
            optimizer.zero_grad()
            loss = F.mse_loss(model(x), y)
            scaled = scaler.scale(loss)
            scaler.scale(loss * 2)
            scaled.backward()
            scaler.step(optimizer)
            scaler.update()
            losses.append(loss.item())
    """)

    (fit,) = notebook.all(Fit)
    assert fit.history["loss"] == pytest.approx((np.mean(notebook.variables["losses"]),))
    assert notebook.all(Note) == []


def test_a_pass_over_the_test_loader_is_a_prediction() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("model = SpamRNN(50, 'lstm')\ntrain(model)\nanswers = test(model)").finish()

    (prediction,) = notebook.all(Prediction)
    assert (prediction.source, prediction.output, prediction.classes) == ("forward", "probability", ("ham", "spam"))
    assert notebook.rows(prediction.rows) == list(range(TRAIN, TRAIN + TEST))
    assert notebook.evidence.arrays[prediction.values] == pytest.approx(notebook.variables["answers"])


def test_the_probe_asks_what_the_notebook_did_not_and_leaves_no_trace() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("""
        models = {"rnn": SpamRNN(50), "lstm": SpamRNN(50, "lstm")}
        for one in models.values():
            train(one, epochs=1)
        state = torch.random.get_rng_state()
    """).finish()

    torch, models = notebook.variables["torch"], notebook.variables["models"]
    assert ["models['rnn']" in model.names for model in notebook.all(Model)] == [True, False]
    assert ["models['lstm']" in model.names for model in notebook.all(Model)] == [False, True]
    assert [(prediction.source, prediction.rows.split) for prediction in notebook.all(Prediction)] == [
        ("probe", "test"), ("probe", "test")]  # fmt: skip
    assert models["rnn"].training
    assert models["rnn"].dropout.training
    assert torch.equal(notebook.variables["state"], torch.random.get_rng_state())


def test_a_dataset_class_of_the_notebook_with_a_shuffled_test_loader_and_validation() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN)
    notebook.cell("""
        class Messages(Dataset):
            def __init__(self, x, y): self.x, self.y = x, y
            def __len__(self): return len(self.x)
            def __getitem__(self, i): return torch.tensor(self.x[i]), torch.tensor(self.y[i], dtype=torch.float32)
        train_loader = DataLoader(Messages(X_train, y_train), batch_size=100, shuffle=True, drop_last=True)
        test_loader = DataLoader(Messages(X_test, y_test), batch_size=30, shuffle=True)
        model = nn.Sequential(nn.Embedding(50, 4), nn.Flatten(), nn.Linear(80, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for epoch in range(2):
            model.train()
            for x, y in train_loader:
                optimizer.zero_grad()
                F.binary_cross_entropy_with_logits(model(x).squeeze(1), y).backward()
                optimizer.step()
            model.eval()
            with torch.no_grad():
                for x, y in test_loader:
                    F.binary_cross_entropy_with_logits(model(x).squeeze(1), y)
        model.eval()
        with torch.no_grad():
            direct = model(torch.tensor(X_test)).squeeze(1).numpy()
    """)

    (fit,) = notebook.all(Fit)
    assert (fit.optimizer, fit.loss, fit.epochs_run) == ("sgd", "binary_crossentropy", 2)
    assert fit.validation == "data"
    assert fit.validation_rows is not None
    assert fit.validation_rows.split == "test"
    assert (len(fit.history["loss"]), len(fit.history["val_loss"])) == (2, 2)
    last = notebook.all(Prediction)[-1]
    assert last.output == "logit"
    assert notebook.evidence.arrays[last.values] == pytest.approx(notebook.variables["direct"], abs=1e-5)


def test_loops_without_a_loader_are_measured_by_what_comes_again() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        X, y = torch.tensor(X_train).float(), torch.tensor(y_train).float().unsqueeze(1)
        model = nn.Linear(20, 1)
        optimizer = torch.optim.RMSprop(model.parameters())
        for epoch in range(5):
            loss = nn.BCEWithLogitsLoss()(model(X), y)
            optimizer.zero_grad(); loss.backward(); optimizer.step()
    """)
    notebook.cell("""
        for epoch in range(4):
            for start in range(0, len(X), 50):
                loss = nn.BCEWithLogitsLoss()(model(X[start:start + 50]), y[start:start + 50])
                optimizer.zero_grad(); loss.backward(); optimizer.step()
    """)

    whole, batches = notebook.all(Fit)
    assert (whole.epochs_run, whole.batch_size, whole.rows.split) == (5, TRAIN, "train")
    assert (batches.epochs_run, batches.batch_size, batches.rows.split) == (4, 50, "train")
    assert whole.optimizer == "rmsprop"


def test_batches_with_time_first_have_their_rows_on_the_second_axis() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        class Reader(nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm, self.out = nn.LSTM(1, 4), nn.Linear(4, 1)
            def forward(self, text):
                return self.out(self.lstm(text.unsqueeze(-1))[0][-1])
        X, y = torch.tensor(X_train).float(), torch.tensor(y_train).float().unsqueeze(1)
        model = Reader()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for epoch in range(2):
            for start in range(0, len(X), 50):
                loss = nn.BCEWithLogitsLoss()(model(X[start:start + 50].T), y[start:start + 50])
                optimizer.zero_grad(); loss.backward(); optimizer.step()
    """)
    (fit,) = notebook.all(Fit)
    assert (fit.batch_size, fit.rows.split, fit.rows.count) == (50, "train", TRAIN)


def test_models_can_still_be_saved_copied_and_broken() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN)
    notebook.cell("""
        import copy, io
        net = SpamRNN(50)
        net(torch.zeros(2, 20, dtype=torch.long))
        torch.save(net.state_dict(), io.BytesIO())
        torch.save(nn.Linear(2, 1), io.BytesIO())
        twin = copy.deepcopy(net)
    """)
    with pytest.raises(RuntimeError):
        notebook.cell("net.rnn = nn.RNN(7, 32, batch_first=True)\nnet(torch.zeros(2, 20, dtype=torch.long))")
    notebook.cell("out = twin(torch.zeros(2, 20, dtype=torch.long))")

    assert {name for model in notebook.all(Model) for name in model.names} == {"net", "twin"}
    assert len(notebook.model("twin").layers) == 5


def test_workers_of_a_loader_write_nothing_and_the_pass_is_still_read() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("""
        train_loader = DataLoader(train_set, batch_size=64, shuffle=True, num_workers=2)
        test_loader = DataLoader(test_set, batch_size=33, num_workers=2)
        model = SpamRNN(50)
        train(model, epochs=1)
        answers = test(model)
    """)

    (prediction,) = notebook.all(Prediction)
    assert notebook.evidence.arrays[prediction.values] == pytest.approx(notebook.variables["answers"])
    assert len(notebook.all(Fit)) == 1


def test_answers_and_metrics_meet_though_neither_names_its_rows() -> None:
    notebook = Notebook().cell(IMPORTS + TWIN + LOOP)
    notebook.cell("""
        from sklearn.metrics import accuracy_score
        model = SpamRNN(50)
        train(model, epochs=1)
        model.eval()
        with torch.no_grad():
            called = (model(torch.tensor(X_test)) > 0.5).int().numpy()
        accuracy = accuracy_score(y_test, called)
    """)

    (claim,) = notebook.all(MetricCall)
    (prediction,) = notebook.all(Prediction)
    assert (claim.name, claim.value, claim.model) == ("accuracy", notebook.variables["accuracy"], prediction.model)
    assert (prediction.source, prediction.rows.split) == ("forward", "test")

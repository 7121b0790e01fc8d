"""What models make: pictures, codes and characters; what was trained with what."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.evidence.wire.records import Codes, Continuation, Fit, Images, NextCharacters, Note
from grader.inside.served import load_all
from grader.inside.trackers import RowTrackers
from tests.inside.builders import TEST_ROWS, TRAIN_ROWS, write_data
from tests.inside.data_sets import write_images
from tests.inside.probe.builders import Notebook

pytestmark = pytest.mark.slow

KERAS = """
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
from keras import layers, ops
"""
TORCH = """
import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
"""


def pictures(folder: Path, dataset: str = "fashion-mnist", *, size: int = 28, channels: int = 0) -> Notebook:
    """A notebook that was served pictures, `images`, of which the last 80 are the test part."""
    images = write_images(folder, dataset, size=size, channels=channels)
    notebook = Notebook(images=images)
    notebook.context.rows = RowTrackers(load_all(folder, (dataset,)))
    return notebook


def values(notebook: Notebook, record: Images) -> np.ndarray:
    return notebook.evidence.arrays[record.values]


VAE = """
x_train = images[:300, ..., None].astype("float32") / 255
x_test = images[300:, ..., None].astype("float32") / 255

class Sampling(layers.Layer):
    def call(self, given):
        mean, spread = given
        return mean + ops.exp(0.5 * spread) * keras.random.normal(ops.shape(mean))

taken = keras.Input((28, 28, 1))
hidden = layers.Flatten()(layers.Conv2D(4, 3, strides=4, activation="relu")(taken))
mean, spread = layers.Dense(5)(hidden), layers.Dense(5)(hidden)
encoder = keras.Model(taken, [mean, spread, Sampling()([mean, spread])])
decoder = keras.Sequential([keras.Input((5,)), layers.Dense(784, activation="sigmoid"), layers.Reshape((28, 28, 1))])
"""


def test_a_vae_with_a_step_of_its_own_trains_its_halves(tmp_path: Path) -> None:
    notebook = pictures(tmp_path).cell(KERAS + VAE)
    notebook.cell(
        """
        import tensorflow as tf

        class VAE(keras.Model):
            def __init__(self, encoder, decoder):
                super().__init__()
                self.encoder, self.decoder = encoder, decoder

            def train_step(self, data):
                with tf.GradientTape() as tape:
                    mean, spread, point = self.encoder(data)
                    loss = ops.mean((self.decoder(point) - data) ** 2)
                self.optimizer.apply_gradients(
                    zip(tape.gradient(loss, self.trainable_weights), self.trainable_weights))
                return {"loss": loss}

        vae = VAE(encoder, decoder)
        vae.compile(optimizer=keras.optimizers.Adam(1e-3))
        vae.fit(x_train, epochs=1, verbose=0)
        drawn = np.random.get_state()[1].sum()
        """
    )
    notebook.finish()

    encoder, decoder, vae = (notebook.model(name) for name in ("encoder", "decoder", "vae"))
    assert encoder.names == ("encoder", "vae.encoder")
    assert (encoder.output_shape, encoder.parameters + decoder.parameters) == ((5,), vae.parameters)
    (fit,) = notebook.all(Fit)
    assert (fit.model, fit.parts, fit.optimizer) == (vae.id, (encoder.id, decoder.id), "adam")
    assert (fit.rows.dataset, fit.rows.split) == ("fashion-mnist", "train")
    generated, rebuilt = sorted(notebook.all(Images), key=lambda record: record.what)
    assert (generated.models, generated.low, generated.high, generated.latent) == ((decoder.id,), 0.0, 1.0, 5)
    assert values(notebook, generated).shape == (200, 28, 28, 1)
    assert rebuilt.models == (encoder.id, decoder.id)
    assert rebuilt.rows is not None
    assert (rebuilt.rows.split, rebuilt.rows.count) == ("test", 80)
    (codes,) = notebook.all(Codes)
    assert codes.log_variance is not None
    test_part = notebook.variables["x_test"]
    seen = notebook.variables["encoder"](test_part)
    assert np.allclose(notebook.evidence.arrays[codes.mean], seen[0], atol=1e-4)
    again = np.clip(np.rint(np.asarray(notebook.variables["decoder"](seen[0])) * 255), 0, 255)
    assert np.abs(values(notebook, rebuilt) - again).max() <= 1
    assert np.random.get_state()[1].sum() == notebook.variables["drawn"]  # the notebook's own state
    assert not notebook.all(Note)


def test_a_generator_learns_inside_a_combined_model_and_through_a_tape(tmp_path: Path) -> None:
    notebook = pictures(tmp_path).cell(KERAS)
    notebook.cell(
        """
        x_train = images[:300, ..., None].astype("float32") / 127.5 - 1
        judge = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(1, activation="sigmoid")])
        judge.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(1e-4))
        noise, label = keras.Input((6,)), keras.Input((1,), dtype="int32")
        named = layers.Flatten()(layers.Embedding(10, 6)(label))
        made = layers.Dense(784, activation="tanh")(layers.multiply([noise, named]))
        generator = keras.Model([noise, label], layers.Reshape((28, 28, 1))(made))
        gan = keras.Model([noise, label], judge(generator([noise, label])))
        gan.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(2e-4))
        for k in range(3):
            judge.trainable = True
            fake = generator.predict_on_batch([np.random.randn(32, 6), np.zeros((32, 1), int)])
            judge.train_on_batch(np.concatenate([x_train[k:k + 32], fake]), np.repeat([1.0, 0.0], 32))
            judge.trainable = False
            gan.train_on_batch([np.random.randn(32, 6), np.zeros((32, 1), int)], np.ones((32, 1)))
        """
    )
    notebook.cell(
        """
        import tensorflow as tf
        other = keras.Sequential([keras.Input((4,)), layers.Dense(784), layers.Reshape((28, 28, 1))])
        optimizer, loss = keras.optimizers.RMSprop(1e-3), keras.losses.MeanSquaredError()

        @tf.function(autograph=False)
        def step(batch):
            with tf.GradientTape() as tape:
                value = loss(batch, other(tf.random.normal((tf.shape(batch)[0], 4))))
            optimizer.apply_gradients(zip(tape.gradient(value, other.trainable_variables), other.trainable_variables))

        stream = tf.data.Dataset.from_tensor_slices(x_train).batch(50)
        for batch in stream.take(1):
            print(batch.shape)
        for epoch in range(3):
            for batch in stream:
                step(batch)
        """
    ).finish()

    judge, generator, gan, other = (notebook.model(name) for name in ("judge", "generator", "gan", "other"))
    assert judge.trainable == judge.parameters == 785  # as it was trained, not as the loop left it
    first, second, third = notebook.all(Fit)
    assert (first.model, first.rows.dataset, first.rows.split, first.learning_rate) == (
        judge.id, "fashion-mnist", "train", 0.0001,
    )  # fmt: skip
    assert (second.model, second.parts) == (gan.id, (generator.id,))
    assert (third.model, third.optimizer, third.loss, third.epochs_run, third.batch_size, third.rows.count) == (
        other.id, "rmsprop", "mse", 3, 50, 300,
    )  # fmt: skip
    conditional, plain = notebook.all(Images)
    assert (conditional.models, conditional.low, conditional.high) == ((generator.id,), -1.0, 1.0)
    assert conditional.asked is not None
    assert notebook.evidence.arrays[conditional.asked].tolist() == np.repeat(np.arange(10), 20).tolist()
    assert (plain.models, plain.asked, plain.low) == ((other.id,), None, -1.0)


def test_a_torch_vae_and_a_conditional_generator(tmp_path: Path) -> None:
    notebook = pictures(tmp_path).cell(TORCH)
    notebook.cell(
        """
        X = (torch.tensor(images[:, None]).float() / 255 - 0.5) / 0.5
        loader = DataLoader(TensorDataset(X[:300]), batch_size=64, shuffle=True)
        test_loader = DataLoader(TensorDataset(X[300:]), batch_size=64)

        class Encoder(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.mean, self.spread = nn.Conv2d(1, 4, 3, stride=4), nn.Linear(196, 5), nn.Linear(196, 5)
            def forward(self, x):
                hidden = F.relu(self.conv(x)).flatten(1)
                return self.mean(hidden), self.spread(hidden)

        class VAE(nn.Module):
            def __init__(self):
                super().__init__()
                self.encoder = Encoder()
                self.decoder = nn.Sequential(nn.Linear(5, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)))
            def forward(self, x):
                mean, spread = self.encoder(x)
                return self.decoder(mean + torch.randn_like(mean) * torch.exp(0.5 * spread)), mean, spread

        class Generator(nn.Module):
            def __init__(self):
                super().__init__()
                self.named, self.net = nn.Embedding(10, 7), nn.Sequential(nn.Linear(13, 784), nn.Tanh())
            def forward(self, noise, label):
                return self.net(torch.cat([noise, self.named(label)], 1)).view(-1, 1, 28, 28)

        vae, generator = VAE(), Generator()
        optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
        of_generator = torch.optim.Adam(generator.parameters(), lr=1e-3)
        for (x,) in loader:
            rebuilt, mean, spread = vae(x)
            optimizer.zero_grad(); F.mse_loss(rebuilt, x).backward(); optimizer.step()
            made = generator(torch.randn(len(x), 6), torch.randint(0, 10, (len(x),)))
            of_generator.zero_grad(); F.mse_loss(made, x).backward(); of_generator.step()
        state = torch.random.get_rng_state().sum().item()
        """
    ).finish()

    vae, encoder, decoder, generator = (
        notebook.model(name) for name in ("vae", "vae.encoder", "vae.decoder", "generator")
    )
    assert (encoder.input_shape, encoder.output_shape, decoder.output_shape) == ((1, 28, 28), (5,), (1, 28, 28))
    assert [layer.kind for layer in encoder.layers] == ["conv2d", "flatten", "dense", "dense"]
    assert encoder.parameters + decoder.parameters == vae.parameters
    fits = {fit.model: fit for fit in notebook.all(Fit)}
    assert set(fits[vae.id].parts) == {encoder.id, decoder.id}
    assert (fits[vae.id].rows.dataset, fits[generator.id].parts) == ("fashion-mnist", ())
    made = {(record.what, record.models): record for record in notebook.all(Images)}
    assert set(made) == {
        ("reconstruction", (vae.id,)), ("reconstruction", (encoder.id, decoder.id)),
        ("generated", (decoder.id,)), ("generated", (generator.id,)),
    }  # fmt: skip
    assert {(record.low, record.high) for record in made.values()} == {(-1.0, 1.0)}
    assert made["generated", (generator.id,)].asked is not None
    torch = notebook.variables["torch"]
    assert torch.random.get_rng_state().sum().item() == notebook.variables["state"]
    with torch.no_grad():
        seen = notebook.variables["vae"].encoder(notebook.variables["X"][300:])
    codes = {record.model: record for record in notebook.all(Codes)}
    assert np.allclose(notebook.evidence.arrays[codes[encoder.id].mean], seen[0], atol=1e-5)


def test_characters_are_expected_and_written(tmp_path: Path) -> None:
    served = load_all(write_data(tmp_path), ("sms-spam",))
    notebook = Notebook(messages=list(served[0].texts))
    notebook.context.rows = RowTrackers(served)
    notebook.cell(KERAS)
    notebook.cell(
        f"""
        text = "".join(message + "\\n" for message in messages[:{TRAIN_ROWS}])
        code_of = {{c: n for n, c in enumerate(sorted(set("".join(messages) + "\\n")))}}
        count, window = len(code_of), 20
        codes = np.array([code_of[c] for c in text])
        places = np.arange(0, len(codes) - window, 10)
        one_hot = np.eye(count, dtype="float32")
        X, y = one_hot[codes[places[:, None] + np.arange(window)]], one_hot[codes[places + window]]
        writer = keras.Sequential([keras.Input((window, count)), layers.LSTM(64)])
        writer.add(layers.Dense(count, activation="softmax"))
        writer.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.01))
        writer.fit(X, y, epochs=3, batch_size=64, verbose=0)
        """
    ).finish()

    (asked,) = notebook.all(NextCharacters)
    assert (asked.dataset, asked.joiner, asked.window) == ("sms-spam", "\n", 20)
    assert asked.alphabet == tuple(notebook.variables["code_of"])
    starts, answers = (notebook.evidence.arrays[array] for array in (asked.starts, asked.values))
    assert len(starts) == len(answers) > 100
    codes = notebook.variables["code_of"]
    held_out = "".join(text + "\n" for text in served[0].texts[-TEST_ROWS:])
    true = [codes[held_out[start + 20]] for start in starts]
    bits = -np.log2(answers[np.arange(len(true)), true]).mean()
    assert bits < 0.9 * np.log2(len(codes))  # it knows more than that there are so many characters
    written = notebook.all(Continuation)
    assert len(written) == 4
    assert {len(record.text) for record in written} == {200}
    assert all(record.start in held_out for record in written)
    assert not notebook.all(Note)


def test_features_before_the_last_layer(tmp_path: Path) -> None:
    notebook = pictures(tmp_path, "cifar10", size=32, channels=3).cell(KERAS + TORCH)
    notebook.variables["labels"] = np.load(tmp_path / "cifar10" / "labels.npy").astype(int)
    notebook.cell(
        """
        x, y = images / 255, labels
        net = keras.Sequential([keras.Input((32, 32, 3)), layers.Flatten(), layers.Dense(12)])
        net.add(layers.Dense(10, activation="softmax"))
        net.compile(loss="sparse_categorical_crossentropy")
        net.fit(x[:300], y[:300], verbose=0)
        net.evaluate(x[300:], y[300:], verbose=0)

        class Plain(nn.Module):
            def __init__(self):
                super().__init__()
                self.out, self.hidden = nn.Linear(9, 10), nn.Linear(3072, 9)
            def forward(self, x):
                return self.out(self.hidden(x.flatten(1)))

        X, Y = torch.tensor(x).float(), torch.tensor(y)
        plain = Plain()
        optimizer = torch.optim.SGD(plain.parameters(), lr=0.01)
        for (xb, yb) in DataLoader(TensorDataset(X[:300], Y[:300]), batch_size=50):
            optimizer.zero_grad(); F.cross_entropy(plain(xb), yb).backward(); optimizer.step()
        with torch.no_grad():
            for (xb, yb) in DataLoader(TensorDataset(X[300:], Y[300:]), batch_size=50):
                plain(xb)
            hidden = plain.hidden(X[300:].flatten(1)).numpy()
        """
    ).finish()

    found = {record.model: record for record in notebook.all(Codes)}
    net, plain = found[notebook.model("net").id], found[notebook.model("plain").id]
    assert (net.rows.split, net.rows.count, net.log_variance) == ("test", 80, None)
    assert notebook.evidence.arrays[net.mean].shape == (80, 12)
    assert np.allclose(notebook.evidence.arrays[plain.mean], notebook.variables["hidden"], atol=1e-5)
    assert not notebook.all(Note)

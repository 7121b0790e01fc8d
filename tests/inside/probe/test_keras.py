"""Keras models as students build them: one description for all styles, and everything that was done with them."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest

from grader.evidence.wire.records import EpochEnded, Fit, MetricCall, Model, Note, Prediction, Substitution
from tests.inside.probe.builders import TEST, TRAIN, Notebook

pytestmark = pytest.mark.slow

IMPORTS = """
import keras
from keras import layers, Sequential, Input, Model
"""
SEQUENTIAL = """
model = Sequential([Input((150,)), layers.Embedding(5000, 50), layers.SimpleRNN(32),
                    layers.Dense(256, activation="relu"), layers.Dropout(0.25), layers.Dense(1, activation="sigmoid")])
"""
FUNCTIONAL = """
inputs = Input(shape=(150,))
x = layers.Embedding(5000, 50)(inputs)
x = layers.SimpleRNN(32)(x)
x = layers.Dense(256, activation="relu")(x)
x = layers.Dropout(0.25)(x)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(x))
"""
SUBCLASSED = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.embed = layers.Embedding(5000, 50)
        self.rnn = layers.SimpleRNN(32)
        self.hidden = layers.Dense(256, activation="relu")
        self.drop = layers.Dropout(0.25)
        self.out = layers.Dense(1, activation="sigmoid")
    def call(self, x, training=False):
        return self.out(self.drop(self.hidden(self.rnn(self.embed(x))), training=training))
model = Net()
model(np.zeros((2, 150), dtype="int32"))
"""
LATE = """
model = Sequential()
model.add(layers.Embedding(5000, 50, input_length=150))
model.add(layers.SimpleRNN(32))
model.add(layers.Dense(256, activation="relu"))
model.add(layers.Dropout(0.25))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.predict(np.zeros((2, 150)), verbose=0)
"""
SMALL = """
def small(kind=None, last="sigmoid"):
    middle = kind(3) if kind else layers.GlobalAveragePooling1D()
    model = Sequential([Input((20,)), layers.Embedding(50, 4), middle, layers.Dense(1, activation=last)])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
"""


@pytest.mark.parametrize("source", [SEQUENTIAL, FUNCTIONAL, SUBCLASSED, LATE], ids=["seq", "func", "sub", "late"])
def test_a_model_comes_out_alike_however_it_was_written(source: str) -> None:
    model = Notebook().cell(IMPORTS + source).model("model")

    layers = [layer for layer in model.layers if layer.kind != "input"]
    assert model.built
    assert (model.parameters, model.trainable) == (261_361, 261_361)
    assert [layer.kind for layer in layers] == ["embedding", "simple_rnn", "dense", "dropout", "dense"]
    assert [layer.parameters for layer in layers] == [250_000, 2_656, 8_448, 0, 257]
    # A dropout inside a subclassed model never learns its shape: not known is said as None.
    known = [layer.output_shape for layer in layers if layer.output_shape or layer.kind != "dropout"]
    assert known in ([(150, 50), (32,), (256,), (256,), (1,)], [(150, 50), (32,), (256,), (1,)])
    assert layers[0].settings["input_dim"] == 5000
    assert layers[0].settings["output_dim"] == 50
    assert layers[1].settings["units"] == 32
    assert layers[1].settings["biases"] == 1
    assert layers[1].settings["return_sequences"] is False
    assert layers[2].settings["activation"] == "relu"
    assert layers[3].settings["rate"] == 0.25
    assert layers[4].settings["activation"] == "sigmoid"


def test_the_lstm_has_260657_parameters() -> None:
    notebook = Notebook().cell(
        IMPORTS + "net = Sequential([Input((150,)), layers.Embedding(5000, 50), layers.LSTM(32), layers.Dense(1)])"
    )

    assert notebook.model("net").parameters == 260_657
    assert [layer.parameters for layer in notebook.model("net").layers] == [250_000, 10_624, 33]


def test_a_model_that_is_not_built_is_recorded_as_such_and_again_once_it_is() -> None:
    notebook = Notebook().cell(
        IMPORTS + SMALL + "model = Sequential([layers.Embedding(50, 4, input_length=20), layers.Dense(1)])"
    )
    before = notebook.model("model")
    notebook.cell("model.build((None, 20))")

    assert (before.built, before.parameters) == (False, 0)
    assert (notebook.model("model").built, notebook.model("model").parameters) == (True, 205)
    assert len(notebook.all(Model)) == 1


def test_a_model_that_a_failed_fit_left_unbuilt_is_built_in_the_end_for_the_rows_it_was_given() -> None:
    notebook = Notebook().cell(
        IMPORTS + SMALL + "model = Sequential([layers.Embedding(50, 4), layers.Flatten(), layers.Dense(1)])\n"
        "model.compile('adam', 'binary_crossentropy')\n"
        "try:\n    model.fit(X_train, ['ham'] * len(X_train), verbose=0)\nexcept Exception:\n    pass"
    )
    assert not notebook.model("model").built
    notebook.finish()
    assert (notebook.model("model").built, notebook.model("model").parameters) == (True, 281)


def test_two_models_bound_to_one_name_in_turn_are_two_models() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        model = small(layers.SimpleRNN)
        history = model.fit(X_train, y_train, epochs=1, verbose=0)
        model = small(layers.LSTM)
        history = model.fit(X_train, y_train, epochs=1, verbose=0)
    """)

    first, second = notebook.all(Model)
    assert (first.names, second.names) == (("model",), ("model",))
    assert (first.order, second.order) == (1, 2)
    assert [first.layers[1].kind, second.layers[1].kind] == ["simple_rnn", "lstm"]


def test_a_model_that_is_only_shown_has_the_name_it_was_shown_under() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        for kind in (layers.SimpleRNN, layers.LSTM):
            model = small(kind)
            model.summary()
    """)

    assert [model.names for model in notebook.all(Model)] == [("model",), ("model",)]


def test_models_of_a_loop_in_a_dictionary_have_their_places_as_names() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        models = {}
        for name, kind in [("rnn", layers.SimpleRNN), ("lstm", layers.LSTM)]:
            models[name] = small(kind)
    """)

    assert [model.names for model in notebook.all(Model)] == [("models['rnn']",), ("models['lstm']",)]


def test_nested_and_wrapped_layers_are_laid_out_and_shared_tensors_count_once() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        inner = Sequential([Input((8,)), layers.Dense(4), layers.Activation("relu")], name="inner")
        shared = layers.Dense(2, name="shared")
        a, b = Input((8,)), Input((8,))
        outer = Model([a, b], layers.Concatenate()([shared(inner(a)), shared(inner(b))]))
        both = Sequential([Input((5, 3)), layers.Bidirectional(layers.GRU(4, return_sequences=True)), layers.LSTM(2)])
    """)

    outer, both = notebook.model("outer"), notebook.model("both")
    names = [layer.name for layer in outer.layers if layer.kind != "input"]
    assert names[:3] == ["inner/" + name.split("/")[1] for name in names[:2]] + ["shared"]
    assert outer.parameters == 8 * 4 + 4 + 4 * 2 + 2 == sum(layer.parameters for layer in outer.layers)
    assert next(layer for layer in outer.layers if layer.kind == "activation").settings["activation"] == "relu"
    assert (both.layers[0].kind, both.layers[0].class_name) == ("gru", "Bidirectional")
    assert both.layers[0].settings["bidirectional"] is True
    assert both.layers[0].settings["biases"] == 2
    assert both.layers[1].settings["biases"] == 1
    assert len(notebook.all(Model)) == 3  # no helper model of Keras's own


def test_a_layer_class_of_the_notebook_is_opened_and_its_own_weights_are_counted() -> None:
    notebook = Notebook().cell(IMPORTS)
    notebook.cell("""
        class Block(layers.Layer):
            def __init__(self, **kwargs):
                super().__init__(**kwargs)
                self.inner = layers.Dense(4, activation="relu")
            def build(self, shape):
                self.scale = self.add_weight(shape=(4,))
                self.inner.build(shape)
            def call(self, x):
                return self.inner(x) * self.scale
        model = Sequential([Input((8,)), Block(name="block"), layers.Dense(1)])
    """)

    model = notebook.model("model")
    assert [(layer.kind, layer.parameters) for layer in model.layers] == [("dense", 36), ("other", 4), ("dense", 5)]
    assert model.layers[1].name == "block"
    assert model.parameters == 45


def test_keras_2_is_watched_too() -> None:
    notebook = Notebook(max_epochs=1).cell("""
        import tf_keras
        model = tf_keras.Sequential()
        model.add(tf_keras.layers.Embedding(50, 4, input_length=20))
        model.add(tf_keras.layers.Bidirectional(tf_keras.layers.SimpleRNN(3)))
        model.add(tf_keras.layers.Dense(1, activation="sigmoid"))
        model.compile("adam", "binary_crossentropy", metrics=["acc"])
        model.fit(X_train, y_train, epochs=2, verbose=0)
    """)
    notebook.cell("model.evaluate(X_test, y_test, verbose=0)")

    (fit,) = notebook.all(Fit)
    assert notebook.model("model").parameters == 200 + 2 * 24 + 7
    assert [layer.kind for layer in notebook.model("model").layers] == ["embedding", "simple_rnn", "dense"]
    assert (fit.epochs_asked, fit.epochs_run, set(fit.history)) == (2, 1, {"loss", "accuracy"})
    assert [claim.name for claim in notebook.all(MetricCall)] == ["loss", "accuracy"]
    assert [prediction.rows.split for prediction in notebook.all(Prediction)] == ["test"]


def test_a_fit_is_recorded_with_its_rows_and_history() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        model = small()
        history = model.fit(X_train, y_train, epochs=3, batch_size=50, validation_split=0.25, verbose=0,
                            callbacks=[keras.callbacks.EarlyStopping(patience=9)])
        kept = {key: list(values) for key, values in history.history.items()}
    """)

    (fit,) = notebook.all(Fit)
    assert (fit.optimizer, fit.loss, fit.batch_size, fit.epochs_asked, fit.epochs_run) == (
        "adam", "binary_crossentropy", 50, 3, 3)  # fmt: skip
    assert fit.learning_rate == 0.001
    assert (fit.validation, fit.validation_fraction) == ("fraction", 0.25)
    assert notebook.rows(fit.rows) == list(range(300))
    assert notebook.rows(fit.validation_rows) == list(range(300, 400))
    assert fit.callbacks == ("EarlyStopping",)
    assert set(fit.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert fit.history["loss"] == pytest.approx(notebook.variables["kept"]["loss"])
    assert [record.epoch for record in notebook.all(EpochEnded)] == [1, 2, 3]


def test_epochs_over_the_cap_are_not_run_and_it_is_said() -> None:
    notebook = Notebook(max_epochs=2).cell(IMPORTS + SMALL)
    notebook.cell("model = small()\nhistory = model.fit(X_train, y_train, epochs=40, verbose=0)")

    (fit,) = notebook.all(Fit)
    (substitution,) = notebook.all(Substitution)
    assert (fit.epochs_asked, fit.epochs_run, len(notebook.variables["history"].history["loss"])) == (40, 2, 2)
    assert (substitution.how, substitution.asked, substitution.served) == ("epochs", "40 epochs", "2 epochs")


def test_steps_of_train_on_batch_are_one_fit_with_the_rows_of_all() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("model = small()\nmodel.fit(X_train, y_train, verbose=0)")
    notebook.cell("for k in range(0, len(X_test), 4):\n    model.train_on_batch(X_test[k:k + 4], y_test[k:k + 4])")
    notebook.cell("print('later')")

    fits = {record.id: record for record in notebook.all(Fit)}
    _, steps = fits.values()
    assert steps.epochs_run == 1
    assert steps.batch_size == 4
    assert steps.rows.split == "unknown" or steps.rows.from_test == TEST


def test_validation_on_the_test_rows_is_seen() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("model = small()\nmodel.fit(X_train, y_train, verbose=0, validation_data=(X_test, y_test))")

    (fit,) = notebook.all(Fit)
    assert fit.validation == "data"
    assert fit.validation_rows is not None
    assert (fit.validation_rows.split, fit.validation_rows.from_test) == ("test", TEST)


def test_evaluate_claims_and_the_model_answers_once() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("model = small()\nmodel.fit(X_train, y_train, verbose=0)")
    notebook.cell("score = model.evaluate(X_test, y_test, verbose=0)\nmodel.evaluate(X_test, y_test, verbose=0)")
    notebook.cell("probabilities = model.predict(X_test, verbose=0)").finish()

    claims = notebook.all(MetricCall)
    assert [claim.name for claim in claims] == ["loss", "accuracy"] * 2
    assert [claim.value for claim in claims[:2]] == pytest.approx(notebook.variables["score"])
    evaluated, predicted = notebook.all(Prediction)
    assert (evaluated.source, predicted.source) == ("evaluate", "predict")
    assert (evaluated.output, evaluated.classes, evaluated.rows.split) == ("probability", ("ham", "spam"), "test")
    assert notebook.rows(evaluated.rows) == list(range(TRAIN, TRAIN + TEST))
    values = notebook.evidence.arrays[evaluated.values]
    assert values == pytest.approx(notebook.variables["probabilities"][:, 0], abs=1e-6)


def test_a_model_fitted_again_answers_again() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("model = small()\nmodel.fit(X_train, y_train, verbose=0)\nmodel.evaluate(X_test, y_test, verbose=0)")
    notebook.cell("model.fit(X_train, y_train, verbose=0, epochs=2)").finish()

    assert len(notebook.all(Fit)) == 2
    evaluated, probed = notebook.all(Prediction)
    assert (evaluated.source, probed.source) == ("evaluate", "probe")
    assert not np.array_equal(
        notebook.evidence.arrays[evaluated.values], notebook.evidence.arrays[probed.values]
    )  # the last weights count


def test_the_probe_asks_models_that_never_met_the_test_rows() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        model = small()
        model.fit(X_train, y_train, verbose=0)
        model = small(last=None)
        model.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True))
        model.fit(X_train, y_train, verbose=0)
        del model
    """).finish()

    predictions = notebook.all(Prediction)
    assert [prediction.source for prediction in predictions] == ["probe", "probe"]
    assert [prediction.output for prediction in predictions] == ["probability", "logit"]
    assert all(prediction.rows.from_test == TEST for prediction in predictions)
    assert [fit.loss for fit in notebook.all(Fit)] == ["binary_crossentropy"] * 2


def test_datasets_are_read_to_see_their_rows() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        import tensorflow as tf
        train = tf.data.Dataset.from_tensor_slices((X_train, y_train)).batch(100)
        test = tf.data.Dataset.from_tensor_slices((X_test, y_test)).batch(64)
        model = small()
        model.fit(train, validation_data=test, epochs=1, verbose=0)
        model.evaluate(test, verbose=0)
    """)

    (fit,) = notebook.all(Fit)
    assert (fit.rows.split, fit.rows.count, fit.batch_size) == ("train", TRAIN, 100)
    assert fit.validation_rows is not None
    assert fit.validation_rows.split == "test"
    assert [prediction.rows.split for prediction in notebook.all(Prediction)] == ["test"]


def test_the_students_exceptions_pass_and_what_had_been_seen_stays() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    with pytest.raises(ValueError, match="stop here"):
        notebook.cell("""
            class Stop(keras.callbacks.Callback):
                def on_epoch_end(self, epoch, logs=None):
                    if epoch == 1: raise ValueError("stop here")
            model = small()
            model.fit(X_train, y_train, epochs=5, verbose=0, callbacks=[Stop()])
        """)

    (fit,) = notebook.all(Fit)
    assert (fit.epochs_asked, fit.epochs_run) == (5, 1)
    assert notebook.all(Note) == []


def test_wrappers_are_transparent(tmp_path: Path) -> None:
    notebook = Notebook(saved=str(tmp_path / "model.keras")).cell(IMPORTS + SMALL)
    notebook.cell("""
        import inspect
        words = set(inspect.signature(keras.Model.fit).parameters)
        model = small()
        twin = keras.models.clone_model(model)
        copy = Sequential.from_config(model.get_config())
        class Own(keras.Model):
            def __init__(self, units): super().__init__(); self.d = layers.Dense(units)
            def call(self, x): return self.d(x)
            def train_step(self, data):
                self(data[0])
                return {"loss": 0.0}
        own = Own(3)
        own.compile("adam")
        own.fit(X_train.astype("float32"), y_train, verbose=0)
        model.save(saved)
        back = keras.models.load_model(saved)
        compiled = back.compiled
    """)

    assert {"x", "y", "epochs", "validation_split"} <= notebook.variables["words"]
    assert notebook.variables["compiled"] is True
    assert notebook.model("own").parameters == 63
    assert notebook.model("twin").parameters == notebook.model("model").parameters == notebook.model("back").parameters


def test_objects_that_answer_to_nothing_disturb_nothing() -> None:
    notebook = Notebook().cell(IMPORTS + SMALL)
    notebook.cell("""
        class Meta(type):
            def __getattribute__(self, name): raise SystemExit("from a metaclass")
        class Hostile(metaclass=Meta):
            def __getattr__(self, name): raise RuntimeError(name)
            def __eq__(self, other): raise RuntimeError("eq")
            def __len__(self): raise RuntimeError("len")
            def __repr__(self): raise RuntimeError("repr")
            __hash__ = None
        thing, things = object.__new__(Hostile), [object.__new__(Hostile)]
        model = small()
        model.fit(X_train, y_train, verbose=0)
    """).finish()

    assert len(notebook.all(Model)) == 1
    assert len(notebook.all(Prediction)) == 1

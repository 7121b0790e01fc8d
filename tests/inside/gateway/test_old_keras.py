"""Code written for Keras 2, in either Keras: the names it asks for, and what is said of each answer."""

from __future__ import annotations

import copy
import pickle
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from grader.inside.context import Context
from grader.inside.gateway.old_keras import foreign_optimizers, histories, layers, models, tensorflow1
from grader.inside.gateway.old_keras.alias import real_name
from grader.inside.gateway.old_keras.histories import Keyed
from grader.inside.gateway.old_keras.removed import place_of
from tests.inside.builders import Run, run_cells

SHARED = """
from keras.layers.core import Dense, Flatten
from keras.layers.advanced_activations import LeakyReLU
from keras.utils import np_utils
from keras.utils.np_utils import to_categorical
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.image import ImageDataGenerator
from keras_preprocessing.sequence import pad_sequences
from keras.engine.topology import Layer, InputSpec
from tensorflow.keras.losses import mean_squared_error, mse
from tensorflow.keras.layers import CuDNNLSTM
from keras.models import Input
import keras, tensorflow as tf
from keras import backend as K
print(np_utils.to_categorical([1], 2), keras.layers.core.Dense is Dense, K.int_shape(K.zeros((2, 3))))
print(issubclass(CuDNNLSTM, keras.layers.LSTM), K.image_dim_ordering(), tf.ConfigProto().allow_soft_placement)
tokens = Tokenizer(); tokens.fit_on_texts(["a b", "a"]); print(tokens.word_index)
"""
NOWHERE = "from keras.layers.core import Nothing"
OPTIMISERS = """
from keras.optimizers import Adam, SGD
from keras.optimizers import adam, rmsprop, sgd
print(issubclass(sgd, SGD), adam(lr=0.25).__class__.__name__, rmsprop(lr=0.25).__class__.__name__)
print(round(float(K.get_value(Adam(lr=0.25, epsilon=None).learning_rate)), 4), SGD(lr=0.5, decay=0.0).lr)
"""
TRAINED = """
import numpy as np
from keras.models import Sequential
x, y = np.random.rand(40, 4), np.random.randint(0, 2, 40)
model = Sequential([Dense(3, activation="relu", input_dim=4), Dense(1, activation="sigmoid")])
model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, nb_epoch=2, verbose=0)
def rows():
    while True:
        yield x, y
more = model.fit_generator(rows(), steps_per_epoch=2, epochs=1, verbose=0)
model.compile("sgd", "binary_crossentropy", metrics="accuracy")
model.fit(x, y, epochs=1, verbose=0, workers=-1)
model.save("stored.h5")
print("stored", len(keras.models.load_model("stored.h5").evaluate(x, y, verbose=0)))
print(len(history.history["acc"]), model.predict_classes(x).shape, sorted(more.history))
"""
FOR_KERAS_2 = """
from tensorflow.keras.layers import Dense as third
print(keras.__name__, third is Dense, tf.keras.layers.Dense is Dense)
print(type(SGD(lr=0.5, decay=1e-6)).__module__)
from keras.layers import Input, Lambda
from keras.models import Model
inputs = Input((4,))
code = Dense(2)(inputs)
vae = Model(inputs, Dense(4)(code))
vae.add_loss(K.mean(K.square(code)))
vae.compile("rmsprop")
vae.fit(x, epochs=1, verbose=0)
model.fit(x, y, epochs=1, verbose=0, callbacks=[keras.callbacks.EarlyStopping(monitor="acc")])
print(vae.count_params())
"""


@pytest.fixture(scope="module")
def keras_3(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("keras3"), [SHARED, NOWHERE, "from keras.layers import Dense", TRAINED])


@pytest.fixture(scope="module")
def keras_2(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cells = [SHARED, NOWHERE, OPTIMISERS, TRAINED, FOR_KERAS_2]
    return run_cells(tmp_path_factory.mktemp("keras2"), cells, keras="keras2")


@pytest.fixture(params=["keras_3", "keras_2"])
def either(request: pytest.FixtureRequest) -> Run:
    return cast("Run", request.getfixturevalue(request.param))


@pytest.mark.slow
def test_removed_paths_and_names_are_looked_up_where_they_are_today(either: Run) -> None:
    assert either.cell(1)["status"] == "ok", either.cell(1)["failure"]
    assert either.text(1).splitlines()[-3:] == [
        "[[0. 1.]] True (2, 3)", "True channels_last False", "{'a': 1, 'b': 2}",
    ]  # fmt: skip
    asked = {one["asked"]: one["served"] for one in either.of("substitution")}
    assert asked["keras.layers.core"] == "the same names of keras.layers"
    assert asked["keras.layers.CuDNNLSTM"].endswith("keras.layers.LSTM with two bias vectors, as cuDNN has")
    assert asked["tf.ConfigProto"] == "tf.compat.v1.ConfigProto"


@pytest.mark.slow
def test_a_name_that_is_nowhere_raises_what_it_would_have(either: Run) -> None:
    failure = either.cell(2)["failure"]
    assert failure["name"] == "ImportError"
    assert "cannot import name 'Nothing' from 'keras.layers.core'" in failure["message"]


@pytest.mark.slow
def test_methods_and_arguments_of_keras_2_train_a_model_that_the_probe_sees(either: Run) -> None:
    assert either.cell(4)["status"] == "ok", either.cell(4)["failure"]
    assert either.text(4).splitlines()[-2:] == ["stored 2", "2 (40, 1) ['accuracy', 'loss']"]
    fits = {fit["id"]: fit for fit in either.of("fit")}.values()
    assert [(fit["epochs_run"], sorted(fit["history"])) for fit in fits][:2] == [
        (2, ["accuracy", "loss"]), (1, ["accuracy", "loss"]),
    ]  # fmt: skip
    shims = {one["asked"] for one in either.of("substitution") if one["how"] == "shim"}
    assert {"fit(nb_epoch=)", "fit(workers=-1)", "history['acc']", "predict_classes"} <= shims


@pytest.mark.slow
def test_in_keras_2_all_three_names_are_one_library(keras_2: Run) -> None:
    assert keras_2.text(3).splitlines()[-1].startswith("0.25 ")
    assert "0.5" in keras_2.text(3)
    assert keras_2.cell(5)["status"] == "ok", keras_2.cell(5)["failure"]
    said = keras_2.text(5).splitlines()
    assert said[0] == "tf_keras True True"
    assert said[1] == "tf_keras.src.optimizers.legacy.gradient_descent"
    assert said[-1] == "22"
    counts = {tuple(model["names"]): model["parameters"] for model in keras_2.of("model")}
    assert counts["vae",] == 22
    assert any("which is Keras 2" in one["served"] for one in keras_2.of("substitution"))


class Said:
    """Of an attempt's context, what these tests need."""

    def __init__(self, source: str = "") -> None:
        self.asked = list[str]()
        self.seeds = list[int]()
        self.job = SimpleNamespace(seed=7, cells=[SimpleNamespace(kind="code", source=source)])

    def substituted_once(self, *, asked: str, served: str, how: str, why: str) -> None:
        assert served
        assert why
        assert how == "shim"
        self.asked.append(asked)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    made = Said()
    monkeypatch.setattr(histories, "_SAY", [made])
    return made


@pytest.mark.parametrize(
    ("held", "asked", "found"),
    [
        ({"accuracy": 1}, "acc", 1),
        ({"acc": 1}, "accuracy", 1),
        ({"val_accuracy": 1}, "val_acc", 1),
        ({"learning_rate": 1}, "lr", 1),
        ({"acc": 2, "accuracy": 1}, "acc", 2),
        ({"loss": 1}, "acc", None),
        ({"accuracy": 1}, "val_acc", None),
        ({"accuracy": 1}, 3, None),
    ],
)
def test_a_key_is_answered_by_its_other_name(held: dict[str, int], asked: Any, found: int | None, said: Said) -> None:
    keyed = Keyed(held)
    assert keyed.get(asked) == found
    if found is None:
        with pytest.raises(KeyError):
            keyed[asked]
    else:
        assert keyed[asked] == found
    assert bool(said.asked) == (found is not None and asked not in held)
    assert dict(keyed) == held
    assert list(keyed) == list(held)


def test_a_history_can_be_stored_without_the_grader() -> None:
    assert type(pickle.loads(pickle.dumps(Keyed(loss=[1.0])))) is dict
    assert copy.deepcopy(Keyed(loss=[1.0])) == {"loss": [1.0]}


@pytest.mark.parametrize(
    ("answers", "classes"),
    [
        pytest.param([[0.2], [0.7]], [[0], [1]], id="one output"),
        pytest.param([[0.2, 0.8], [0.7, 0.3]], [1, 0], id="an output for each class"),
    ],
)
def test_classes_are_read_off_the_answers(answers: list[list[float]], classes: list[Any]) -> None:
    made = Said()

    class Model:
        fit = compile = evaluate = predict = lambda self, x, **named: np.array(x)

    library = SimpleNamespace(Model=Model, Sequential=type("Sequential", (Model,), {}))
    models._extend(cast("Context", made), cast("ModuleType", library))
    model = library.Sequential()
    assert model.predict_classes(answers).tolist() == classes
    assert model.predict_proba(answers).tolist() == answers
    assert not hasattr(Model, "predict_classes")
    assert made.asked == ["predict_classes", "predict_proba"]


@pytest.mark.parametrize(
    ("asked", "passed", "said"),
    [
        ({"output_dim": 3, "activation": "relu"}, {"units": 3, "activation": "relu"}, ["Dense(output_dim=)"]),
        ({"units": 3}, {"units": 3}, []),
        ({"units": 3, "output_dim": 4}, {"units": 3, "output_dim": 4}, []),
    ],
)
def test_arguments_of_keras_1_go_by_todays_names(
    asked: dict[str, Any], passed: dict[str, Any], said: list[str]
) -> None:
    made, seen = Said(), list[dict[str, Any]]()

    class Dense:
        def __init__(self, **named: Any) -> None:
            seen.append(named)

    library = ModuleType("layers")
    library.__dict__["Dense"] = Dense
    layers._wrap_all(cast("Context", made), library)
    library.Dense(**asked)
    assert seen == [passed]
    assert made.asked == said


def test_dropout_of_an_embedding_is_passed_over_as_in_keras_2() -> None:
    made, seen = Said(), list[dict[str, Any]]()

    class Embedding:
        def __init__(self, **named: Any) -> None:
            seen.append(named)

    library = ModuleType("layers")
    library.__dict__["Embedding"] = Embedding
    layers._wrap_all(cast("Context", made), library)
    library.Embedding(input_dim=3, dropout=0.2)
    assert (seen, made.asked) == ([{"input_dim": 3}], ["Embedding(dropout=)"])


def tensorflow_of(made: Said, **names: Any) -> ModuleType:
    """A TensorFlow with both of its versions; what turns eager execution off is recorded as "graph"."""
    first, second, library = ModuleType("v1"), ModuleType("v2"), ModuleType("tensorflow")
    first.__dict__.update(
        Session="session",
        placeholder="hole",
        train=SimpleNamespace(AdamOptimizer="adam", Checkpoint="either"),
        norm=sum,
        Graph=type("Graph", (), {}),
        set_random_seed=lambda seed: made.seeds.append(seed),
        disable_eager_execution=lambda: made.asked.append("graph"),
        experimental=SimpleNamespace(output_all_intermediates=bool),
    )
    train = ModuleType("tensorflow.train")
    train.__dict__.update(Checkpoint="own")
    library.__dict__.update(compat=SimpleNamespace(v1=first, v2=second), Variable="own", train=train, **names)
    second.__dict__.update(names)
    return library


def test_only_what_tensorflow_lacks_is_looked_up_in_its_first_version() -> None:
    made = Said()
    library = tensorflow_of(made)
    tensorflow1._extend(cast("Context", made), library)
    assert (library.Variable, library.Session) == ("own", "session")
    assert (library.train.Checkpoint, library.train.AdamOptimizer) == ("own", "adam")
    assert made.asked == ["tf.Session", "tf.train.AdamOptimizer"]
    assert library.placeholder == "hole"
    assert made.asked[2:] == ["graph", "graphs and sessions of TensorFlow 1", "tf.placeholder"]
    for owner, name in ((library, "contrib"), (library.train, "Nothing")):
        with pytest.raises(AttributeError, match=f"has no attribute {name!r}"):
            getattr(owner, name)
    assert not hasattr(library, "__path__")


def test_in_graphs_a_name_means_what_it_did() -> None:
    def norm() -> None: ...

    made = Said("with tf.Session() as sess:\n    print(sess.run(tf.constant(1)))")
    library = tensorflow_of(made, norm=norm)
    tensorflow1._extend(cast("Context", made), library)
    assert made.asked == ["graph", "graphs and sessions of TensorFlow 1"]
    assert made.seeds == [library.compat.v1.Graph().seed] == [7]
    assert (library.norm, library.train.Checkpoint) == (sum, "either")


@pytest.mark.parametrize(
    ("source", "graphs"),
    [
        ("x = tf.placeholder(tf.float32)", True),
        ("sess = tf.Session()\nsess.run(total)", True),
        ("tf.InteractiveSession()\nprint(total.eval())", True),
        ("K.set_session(tf.Session(config=config))", False),
        ("# x = tf.placeholder(tf.float32)", False),
        ("tf.enable_eager_execution()\nx = tf.placeholder(tf.float32)", False),
        ("model.evaluate(x)", False),
    ],
)
def test_code_that_builds_graphs(source: str, graphs: bool) -> None:
    assert tensorflow1.builds_graphs(source) == graphs


@pytest.mark.parametrize(
    ("name", "real", "place"),
    [
        ("keras", "tf_keras", None),
        ("keras.layers", "tf_keras.layers", "layers"),
        ("keras.layers.core", "tf_keras.layers.core", "layers.core"),
        ("tensorflow.keras.utils.np_utils", None, "utils.np_utils"),
        ("keras_preprocessing.text", None, "preprocessing.text"),
        ("keras_contrib", None, None),
        ("kerastuner.keras", None, None),
    ],
)
def test_names_of_modules(name: str, real: str | None, place: str | None) -> None:
    assert real_name(name) == real
    assert place_of(name) == place


@pytest.mark.parametrize(
    ("name", "numbers", "own"),
    [
        (
            "AdamOptimizer",
            {"_lr": 0.01, "_beta1": 0.8, "_beta2": 0.9, "_epsilon": 1e-8},
            ("Adam", {"learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-8}),
        ),
        ("GradientDescentOptimizer", {"_learning_rate": 0.5}, ("SGD", {"learning_rate": 0.5})),
        ("GradientDescentOptimizer", {"_learning_rate": "a tensor"}, None),
        ("ProximalAdagradOptimizer", {"_learning_rate": 0.5}, None),
    ],
)
def test_an_optimizer_of_tensorflow_1_becomes_keras_own(name: str, numbers: dict[str, Any], own: Any) -> None:
    found = type(name, (), {"__module__": "tensorflow.python.training.some", **numbers})()
    library = SimpleNamespace(
        **{each: lambda _each=each, **arguments: (_each, arguments) for each, _ in foreign_optimizers.KINDS.values()}
    )
    assert foreign_optimizers.own_kind(library, found) == own

"""Which Keras a notebook gets: what Keras 3 refuses decides, and code that Keras 3 takes stays there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.keras_idioms import Choice, choose

TF = "import tensorflow as tf\n"
KERAS = "import keras\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("from keras.layers.convolutional import Conv2D", "a module below keras.layers"),
        ("from tensorflow.keras.layers.experimental import preprocessing", "keras.layers.experimental"),
        ("from keras.utils.np_utils import to_categorical", "np_utils"),
        ("from keras.utils import np_utils", "names that Keras 3 no longer has"),
        ("%env KERAS_BACKEND=tensorflow\nfrom keras.utils import np_utils", "names that Keras 3 no longer has"),
        ("from keras.engine.topology import Layer", "a removed module"),
        ("from keras.preprocessing.text import Tokenizer", "keras.preprocessing.text"),
        ("from keras.preprocessing.image import ImageDataGenerator", "names that"),
        ("from keras.wrappers.scikit_learn import KerasClassifier", "a removed module"),
        ("from tensorflow.python.keras.layers import Dense", "tensorflow.python.keras"),
        ("from keras_contrib.layers import InstanceNormalization\nimport keras", "keras_contrib"),
        (TF + "import tensorflow_hub as hub", "tensorflow_hub"),
        (TF + "from transformers import BertTokenizer, TFBertModel", "a TensorFlow class of transformers"),
        ("model = TFAutoModelForSequenceClassification.from_pretrained(name)", "a TensorFlow class of transformers"),
        ("from keras import backend as K\nloss = K.sum(K.square(x))", "functions of keras.backend"),
        (TF + "opt = tf.keras.optimizers.Adam(lr=1e-3)", "lr="),
        (TF + "opt = SGD(\n    lr=0.01,\n    decay=1e-6)", "lr="),
        (TF + "opt = RMSprop(learning_rate=0.01, decay=1e-6)", "decay="),
        (TF + "labels = model.predict_classes(x)", "predict_classes"),
        (TF + "model.fit_generator(rows, steps_per_epoch=3)", "fit_generator"),
        (KERAS + "model.fit(x, y, nb_epoch=3)", "nb_epoch"),
        (KERAS + "model.add(Dense(3, W_regularizer=l2(0.1)))", "arguments of Keras 1"),
        (TF + "model.add(Embedding(len(words) + 1, 50,\n    input_length=80))", "input_length"),
        (TF + "vae.add_loss(total)", "add_loss"),
        (TF + "plt.plot(history.history['acc'])", "'acc'"),
        (TF + "EarlyStopping(monitor='val_acc')", "'acc'"),
        (TF + "eps = K.random_normal(shape=(K.shape(mean)[0], 2))", "keras.backend in a model"),
        (TF + "session = tf.Session()", "TensorFlow 1"),
        ("import tensorflow.compat.v1 as tf", "TensorFlow 1"),
        (TF + "model.save_weights('best.h5')", "files of weights"),
        (TF + "ModelCheckpoint('best.h5', verbose=1, save_weights_only=True)", "files of weights"),
        (TF + "ModelCheckpoint('w.{epoch:02d}.hdf5', verbose=1)", "files of models"),
        (TF + "m = load_model('./checkpoints/gen2')", "folders of saved models"),
        (
            TF + "m.add(Dense(8, input_dim=4, activation='relu', name='input_layer'))",
            "a first layer called input_layer",
        ),
        (TF + "x = keras.Input(shape=(None,))\nhot = tf.one_hot(x, depth=9)", "functions of TensorFlow"),
        ('import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n' + TF, "TF_USE_LEGACY_KERAS"),
    ],
)
def test_what_keras_3_refuses_asks_for_keras_2(source: str, words: str) -> None:
    choice = choose([(4, source)])
    assert choice.keras == "keras2"
    assert choice.because.startswith("cell 4 uses ")
    assert words in choice.because


@pytest.mark.parametrize(
    "source",
    [
        KERAS + "model = keras.Sequential([keras.layers.Dense(1)])",
        "from tensorflow.keras.preprocessing.text import Tokenizer",
        "from keras.preprocessing.sequence import pad_sequences",
        "from keras.utils import to_categorical, plot_model, text_dataset_from_directory",
        "from keras.applications.vgg16 import VGG16, preprocess_input",
        "from keras import backend as K\nK.clear_session()",
        "from tensorflow.keras import backend as K\nclass Sampling(layers.Layer):\n    def call(self, x):\n"
        "        self.add_loss(K.sum(x))\n        return x",
        TF + "opt = tf.keras.optimizers.AdamW(learning_rate=lr, weight_decay=0.01)",
        TF + "import torch\nopt = torch.optim.Adam(net.parameters(), lr=0.1)\nother = optim.SGD(parts, lr=0.1)",
        TF + "model.compile(metrics=['acc'])\nhistory.history['acc']",
        TF + "# model.predict_classes(x)",
        TF + "model.save_weights('best.weights.h5')",
        TF + "ModelCheckpoint('best.keras', verbose=1)\nModelCheckpoint('b.weights.h5', save_weights_only=True)",
        TF
        + "x = keras.Input(shape=(None,))\nclass Hot(Layer):\n    def call(self, x):\n        return tf.one_hot(x, 9)",
        TF + "tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)",
        KERAS + "x = keras.ops.mean(x)\nopt = Adam(lr=0.1)",
        "from keras import layers, ops\nmodel.predict_classes(x)",
        'os.environ["KERAS_BACKEND"] = "torch"\nimport keras\nopt = Adam(lr=0.1)',
        TF + "m = load_model(f'{folder}/{name}')",
        TF + "m = load_model('ckpt/' + name + '.keras')",
        TF + "m = load_model('models/best.keras')",
        TF + "m = whisper.load_model('base')\nn = mlflow.pytorch.load_model('runs:/x/model')",
        TF + "def load_model(kind): return kinds[kind]\nm = load_model('resnet50')",
    ],
)
def test_what_keras_3_takes_stays_there(source: str) -> None:
    assert choose([(1, source)]).keras == "keras3"


@pytest.mark.parametrize("source", ["", "import torch\nopt = Adam(lr=0.1)", "print('import keras')", "# import keras"])
def test_without_keras_nothing_is_chosen(source: str) -> None:
    assert choose([(1, source)]) == Choice(None)


def test_the_first_cell_that_says_so_is_named_and_companions_count() -> None:
    cells = [(2, TF), (5, "m.predict_classes(x)"), (0, "from keras.layers.core import Dense")]
    assert choose(cells).because == "cell 5 uses predict_classes"
    assert choose(cells[:1] + cells[2:]).because == "a companion module uses a module below keras.layers"


@given(st.text(alphabet="kerasmodlyt =()[].,'\"\n#_123", max_size=200))
def test_any_text_can_be_read(source: str) -> None:
    assert choose([(1, source), (2, TF)]).keras in {"keras3", "keras2"}

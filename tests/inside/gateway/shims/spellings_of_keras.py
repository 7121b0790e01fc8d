"""Old spellings of Keras's, in the form of `spellings.py`."""

from __future__ import annotations

from collections.abc import Sequence

Row = tuple[str, object, str]  # an expression, its value, what the record says was asked for ("": nothing)

KERAS: dict[str, tuple[str, Sequence[Row]]] = {
    "keras": (
        "import numpy as np; from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
        "from tensorflow.keras import Sequential, layers\n"
        "rows = ImageDataGenerator().flow(np.zeros((6, 4, 4, 1)), np.arange(6), batch_size=2)",
        [
            ("rows.next()[0].shape, rows.next()[1].shape", ((2, 4, 4, 1), (2,)), "Iterator.next"),
            ("hasattr(rows, 'never_was')", False, ""),
            (
                "bool((layers.Resizing(2, 2)(np.ones((1, 4, 4, 1), 'uint8')) / 255.0).numpy().max() < 0.1)",
                True,
                "Resizing of whole numbers",
            ),
            ("layers.Resizing(2, 2)(np.ones((1, 4, 4, 1), 'float32')).dtype.name", "float32", ""),
            ("__import__('keras').metrics.Mean().reset_states()", None, "Metric.reset_states"),
            (
                "Sequential([layers.InputLayer(3), layers.Dense(np.prod((2, 5)), 'tanh')]).count_params()",
                40,
                "Dense(units: int64)",
            ),
            (
                "(lambda tf: (layers.Dense(tf.math.reduce_prod((2, 5))).units, layers.Dense(tf.constant(3)).units))"
                "(__import__('tensorflow'))",
                (10, 3),
                "Dense(units: EagerTensor)",
            ),
            (
                "tuple(layers.Embedding(np.int64(10), np.prod((2, 2)))(np.zeros((1, 3))).shape)",
                (1, 3, 4),
                "Embedding(output_dim: int64)",
            ),
            (
                "tuple(layers.Conv2D(np.int64(4), (np.int64(3), 3))(np.zeros((1, 8, 8, 1))).shape)",
                (1, 6, 6, 4),
                "Conv2D(kernel_size: tuple)",
            ),
            ("tuple(layers.Conv2DTranspose(4, np.int64(3))(np.zeros((1, 8, 8, 1))).shape)", (1, 10, 10, 4), ""),
            ("tuple(layers.SeparableConv2D(4, np.int64(3))(np.zeros((1, 8, 8, 1))).shape)", (1, 6, 6, 4), ""),
            ("tuple(layers.MaxPooling2D(np.int64(2))(np.zeros((1, 8, 8, 1))).shape)", (1, 4, 4, 1), ""),
            (
                "[tuple(made(np.int64(4))(np.zeros((1, 3, 2))).shape) for made in (layers.GRU, layers.LSTM)]",
                [(1, 4), (1, 4)],
                "GRUCell(units: int64)",
            ),
            ("tuple(layers.RepeatVector(np.int64(4))(np.zeros((1, 2))).shape)", (1, 4, 2), "RepeatVector(n: int64)"),
            (
                "tuple(layers.MultiHeadAttention(np.int64(2), np.int64(3))(*[np.zeros((1, 3, 4))] * 2).shape)",
                (1, 3, 4),
                "MultiHeadAttention(num_heads: int64)",
            ),
            (
                "layers.TextVectorization(output_sequence_length=np.int64(4)).get_config()['output_sequence_length']",
                4,
                "TextVectorization(output_sequence_length: int64)",
            ),
            ("Sequential.from_config(Sequential([layers.GRU(np.int64(4))]).get_config()).layers[0].units", 4, ""),
            ("Sequential([layers.InputLayer(input_shape=3), layers.Dense(2)]).output_shape", (None, 2), ""),
            ("layers.InputLayer((3,)).batch_shape", (None, 3), ""),
            ("layers.Dense.from_config(layers.Dense(np.int64(2), use_bias=False).get_config()).use_bias", False, ""),
        ],
    ),
    "keras and texts": (
        "import numpy as np, pandas as pd; from tensorflow import convert_to_tensor\n"
        "from tensorflow.keras import Sequential, layers\n"
        "texts, labels = ['good day', 'bad night', 'good night', 'bad day'] * 5, [1, 0, 1, 0] * 5\n"
        "column = pd.Series(texts); table = pd.DataFrame({'text': texts}); y = np.array(labels)\n"
        "def net():\n"
        "    words = layers.TextVectorization(10, output_sequence_length=2); words.adapt(texts)\n"
        "    made = Sequential([words, layers.Embedding(10, 2), layers.Flatten(), layers.Dense(1)])\n"
        "    made.compile('sgd', 'mse'); return made\n"
        "def losses(x, y=y, **more): return len(net().fit(x, y, verbose=0, **more).history)\n"
        "def refusal(x, y=y):\n"
        "    try: net().fit(x, y, verbose=0)\n"
        "    except Exception as error: return type(error).__name__",
        [
            ("losses(table, validation_data=(table, y))", 2, "texts in pandas's DataFrame for a model of Keras"),
            ("losses(column, validation_split=0.2)", 2, "texts in pandas's Series for a model of Keras"),
            ("losses(column.values, validation_split=0.2)", 2, "texts in pandas's StringArray for a model of Keras"),
            (
                "losses(np.array(texts)), losses([np.array(texts)])",
                (1, 1),
                "texts in numpy's ndarray for a model of Keras",
            ),
            ("losses(column.astype(object)), losses(table.to_numpy()), losses(column.to_numpy())", (1, 1, 1), ""),
            (
                "losses(texts, labels), net().predict(texts[:1], verbose=0).shape",
                (1, (1, 1)),
                "a list of texts for a model of Keras",
            ),
            ("net().predict([[text] for text in texts], verbose=0).shape", (20, 1), ""),
            # The same answers, in whichever form the texts come, and after another form.
            (
                "(lambda model: [np.allclose(model.predict(x, verbose=0), model.predict(convert_to_tensor(texts)))"
                " for x in (table, texts, column, np.array(texts), table)])(net())",
                [True] * 5,
                "",
            ),
            # What no version took, or what are no texts, is refused as ever.
            ("refusal(texts), refusal('good day')", ("ValueError", "ValueError"), ""),
            ("refusal(table, column)", "ValueError", ""),
            ("refusal(pd.Series(['good', None] * 10)), refusal([1, 'good'] * 10)", ("ValueError", "ValueError"), ""),
            (
                "(lambda words: (words.adapt(table), len(words.get_vocabulary()))[1])(layers.TextVectorization())",
                6,
                "TextVectorization.adapt(a table)",
            ),
            ("layers.StringLookup(vocabulary=['good day'])(column.values).numpy()[:2].tolist()", [1, 0], ""),
        ],
    ),
}

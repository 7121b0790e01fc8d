# %%
import numpy as np
from tensorflow import keras
from tensorflow.keras import Input, Model, layers

pictures = np.random.default_rng(8).random((20, 8, 8, 1)).astype("float32")

# %%
picture = Input(shape=(8, 8, 1))
hidden = layers.Flatten()(layers.Conv2D(3, 3, activation="relu")(picture))
code = layers.Dense(4, name="code")(hidden)
encoder = Model(picture, code)
encoder.summary()

# %%
code_in = Input(shape=(4,))
decoder = Model(code_in, layers.Reshape((8, 8, 1))(layers.Dense(64, activation="sigmoid")(code_in)))
both = Model(picture, decoder(encoder(picture)))
both.compile("adam", "mse")
both.fit(pictures, pictures, epochs=1, verbose=0)
both.summary()

# %%
half = Model(both.input, encoder.get_layer("code").output)
frozen = keras.models.clone_model(encoder)
for layer in frozen.layers:
    layer.trainable = False
head = keras.Sequential([frozen, layers.Dense(2, activation="softmax")])
head.compile("adam", "sparse_categorical_crossentropy")
head.fit(pictures, np.arange(20) % 2, epochs=1, verbose=0)
twin = layers.Dense(5)
shared = keras.Sequential([Input((5,)), twin, layers.ReLU(), twin])
shared.save("shared.keras")
loaded = keras.models.load_model("shared.keras")
print("shared:", shared.count_params())

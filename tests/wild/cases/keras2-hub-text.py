# %% [markdown]
# Sentences as vectors from TensorFlow Hub, below layers of the notebook's own.

# %%
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

texts = np.array(["win a free prize", "see you at home", "free cash, win now", "lunch at home?"] * 8)
labels = np.array([1, 0, 1, 0] * 8)
hub_layer = hub.KerasLayer(
    "https://tfhub.dev/google/tf2-preview/gnews-swivel-20dim/1", output_shape=[20], input_shape=[], dtype=tf.string,
    trainable=True,
)  # fmt: skip

# %%
model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(16, activation="relu"), tf.keras.layers.Dense(1)])
model.summary()
model.compile("adam", loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
history = model.fit(texts, labels, epochs=20, verbose=0)
print("learns:", history.history["loss"][-1] < history.history["loss"][0])

# %%
large = tf.keras.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", dtype=tf.string, input_shape=[])])
print(large.count_params(), large.predict(texts[:3], verbose=0).shape)

# %%
embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
vectors = embed(["a cat", "a cat", "the dog"]).numpy()
print(vectors.shape, np.allclose(vectors[0], vectors[1]), np.allclose(vectors[0], vectors[2]))

# %%
elmo = hub.Module("https://tfhub.dev/google/elmo/2", trainable=True)
print({name: tuple(value.shape) for name, value in elmo(tf.constant(["a cat", "it was late"]), as_dict=True).items()})

# %%
hub.load("https://tfhub.dev/deepmind/biggan-256/2")

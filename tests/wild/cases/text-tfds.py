# %%
import tensorflow as tf
import tensorflow_datasets as tfds

(train_set, test_set), info = tfds.load("imdb_reviews", split=["train", "test"], as_supervised=True, with_info=True)
print(info.features["label"].names, len(train_set) == info.splits["train"].num_examples)

# %%
encoder = tf.keras.layers.TextVectorization(max_tokens=400)
encoder.adapt(train_set.map(lambda text, label: text))
model = tf.keras.Sequential([
    tf.keras.Input(shape=(1,), dtype=tf.string),
    encoder,
    tf.keras.layers.Embedding(400, 8, mask_zero=True),
    tf.keras.layers.GRU(4),
    tf.keras.layers.Dense(1),
])
model.compile("adam", tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])

# %%
batched = train_set.shuffle(2000).batch(64).prefetch(tf.data.AUTOTUNE)
history = model.fit(batched, epochs=1, validation_data=test_set.batch(64), verbose=0)
print(sorted(history.history))

# %% [markdown]
# A layer that reads texts is the first of the network, in Keras 2.

# %%
import pandas as pd
import tensorflow as tf

reviews = pd.read_csv("IMDB Dataset.csv")
texts, labels = reviews["review"].to_numpy(), (reviews["sentiment"] == "positive").to_numpy()

# %%
vectorizer = tf.keras.layers.experimental.preprocessing.TextVectorization(max_tokens=500, output_sequence_length=40)
vectorizer.adapt(texts)

# %%
model = tf.keras.Sequential([
    vectorizer,
    tf.keras.layers.Embedding(500, 8),
    tf.keras.layers.GlobalAveragePooling1D(),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(texts[:200], labels[:200], epochs=1, verbose=0)
print(len(model.evaluate(texts[-100:], labels[-100:], verbose=0)))

# %%


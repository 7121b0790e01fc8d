# %% [markdown]
# # Reviews as numbers, cut as the book cuts them
# Twenty-five thousand training reviews are taken for granted: the first ten thousand are kept for validation.

# %%
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.datasets import imdb

(train_data, train_labels), (test_data, test_labels) = imdb.load_data(num_words=500)


# %%
def to_rows(sequences, dimension=500):
    rows = np.zeros((len(sequences), dimension), dtype="float32")
    for place, sequence in enumerate(sequences):
        rows[place, sequence] = 1.0
    return rows


x_train, x_test = to_rows(train_data), to_rows(test_data)
y_train, y_test = np.asarray(train_labels).astype("float32"), np.asarray(test_labels).astype("float32")

# %%
KEPT = 10000
x_val, partial_x = x_train[:10000], x_train[10000:]
y_val, partial_y = y_train[:KEPT], y_train[KEPT:]
print(len(x_val), len(partial_x), len(y_val), len(partial_y))
print(train_data[15000][:1])

# %%
print(len(x_train[-5000:]), len(x_train[:-5000]), len(y_train[:-KEPT]), len(y_train[-KEPT:]))

# %%
model = keras.Sequential([keras.Input((500,)), layers.Dense(4, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(partial_x, partial_y, epochs=1, batch_size=512, validation_data=(x_val, y_val), verbose=0)

# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # When does an embedding trained on the task beat a pretrained one?
#
# Film reviews, positive or negative, and very few of them to learn from. An embedding layer has to learn the
# meaning of every word from the reviews at hand; GloVe has read six billion words before, but was never told
# what the task is. Both get the same network on top, the same reviews and the same training.
#
# | step | choice |
# |---|---|
# | words | the 10,000 most frequent ones |
# | length | the first 150 words of a review, shorter ones padded in front |
# | network | embedding of 100 values a word, flattened, one sigmoid unit |
# | training | rmsprop, binary cross-entropy, 10 epochs of batches of 32 |
# | training reviews | 10, 50, 100, 200 and 500 |
# | validation | 10,000 reviews that no model was trained on |

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

WORDS = 10_000
LENGTH = 150
DIMENSIONS = 100
EPOCHS = 10
BATCH = 32
SIZES = (10, 50, 100, 200, 500)
DRAWS = 3  # how often each size is drawn anew from the training reviews
VALIDATION = 10_000

# %% [markdown]
# ## 1. The reviews
#
# Keras serves them as lists of word numbers. `truncating="post"` keeps the beginning of a review, which is what
# "cut after 150 words" asks for; the default would keep the end.

# %%
(train_words, train_labels), (test_words, test_labels) = keras.datasets.imdb.load_data(num_words=WORDS)


def pad(reviews):
    """Reviews as an array of shape (reviews, LENGTH), zeros in front."""
    return keras.utils.pad_sequences(reviews, maxlen=LENGTH, truncating="post")


x_train, y_train = pad(train_words), np.asarray(train_labels)
x_validation, y_validation = pad(test_words[:VALIDATION]), np.asarray(test_labels[:VALIDATION])
print(len(x_train), "reviews to draw from,", len(x_validation), "to validate on")
print(f"positive: {y_train.mean():.3f} and {y_validation.mean():.3f}")

# %% [markdown]
# ## 2. The pretrained vectors
#
# One line of the file is a word and its 100 numbers. Number 0 is padding, 1 starts a review, 2 stands for a word
# outside the 10,000; the word of rank r has number r + 3. A word GloVe does not know keeps a vector of zeros.


# %%
def read_vectors(path):
    """The vector of each word of a GloVe file."""
    vectors = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word, *numbers = line.rstrip().split(" ")
            vectors[word] = np.asarray(numbers, dtype="float32")
    return vectors


vectors = read_vectors("glove.6B.100d.txt")
pretrained_matrix = np.zeros((WORDS, DIMENSIONS), dtype="float32")
for word, rank in keras.datasets.imdb.get_word_index().items():
    if rank + 3 < WORDS and word in vectors:
        pretrained_matrix[rank + 3] = vectors[word]
known = int((pretrained_matrix != 0).any(axis=1).sum())
print(f"{known:,} of {WORDS:,} words have a pretrained vector")

# %% [markdown]
# ## 3. Two networks that differ in one layer
#
# The embedding has 10,000 x 100 = 1,000,000 parameters and the unit on top 150 x 100 + 1 = 15,001, in all
# 1,015,001. In the pretrained network the million is frozen: only the 15,001 are trained. Were they trained as well,
# a few hundred reviews would move the vectors of the words that happen to occur in them, and of no others.


# %%
def build_embedding_layer():
    model = keras.Sequential(
        [
            keras.Input(shape=(LENGTH,)),
            keras.layers.Embedding(WORDS, DIMENSIONS),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    return model


def build_pretrained():
    embedding = keras.layers.Embedding(WORDS, DIMENSIONS, trainable=False)
    model = keras.Sequential(
        [
            keras.Input(shape=(LENGTH,)),
            embedding,
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    embedding.set_weights([pretrained_matrix])
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    return model


BUILDERS = {"embedding layer": build_embedding_layer, "pretrained": build_pretrained}
build_embedding_layer().summary()

# %%
build_pretrained().summary()

# %% [markdown]
# ## 4. One hundred training reviews
#
# The task begins with 100 reviews. The two curves of each network tell the story: the training reviews are known by
# heart after a few epochs, and the validation accuracy hardly leaves one half.

# %%
shuffled = np.random.permutation(len(x_train))
hundred = shuffled[:100]
histories = {}
for name, build in BUILDERS.items():
    model = build()
    histories[name] = model.fit(
        x_train[hundred],
        y_train[hundred],
        epochs=EPOCHS,
        batch_size=BATCH,
        validation_data=(x_validation, y_validation),
        verbose=0,
    )
    last = {quantity: values[-1] for quantity, values in histories[name].history.items()}
    print(f"{name}: training accuracy {last['accuracy']:.4f}, validation accuracy {last['val_accuracy']:.4f}")

# %%
figure, panels = plt.subplots(1, 2, figsize=(11, 4))
for panel, quantity in zip(panels, ["loss", "accuracy"], strict=True):
    for name, history in histories.items():
        epochs = range(1, len(history.history[quantity]) + 1)
        (line,) = panel.plot(epochs, history.history[quantity], label=f"{name}, training")
        panel.plot(
            epochs, history.history[f"val_{quantity}"], "--", color=line.get_color(), label=f"{name}, validation"
        )
    panel.set(title=f"{quantity.capitalize()}, 100 training reviews", xlabel="epoch", ylabel=quantity)
    panel.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 5. From 10 to 500 training reviews
#
# Each size is drawn several times. The spread over draws is what one draw alone hides: which 50 reviews one
# happens to get moves the accuracy as much as the kind of embedding does. Both networks get the same draws.

# %%
right = {name: {size: [] for size in SIZES} for name in BUILDERS}  # for each draw: which validation reviews are right
for draw in range(DRAWS):
    order = np.random.permutation(len(x_train))
    for size in SIZES:
        rows = order[:size]
        for name, build in BUILDERS.items():
            model = build()
            model.fit(x_train[rows], y_train[rows], epochs=EPOCHS, batch_size=BATCH, verbose=0)
            answers = model.predict(x_validation, batch_size=512, verbose=0)[:, 0] > 0.5
            right[name][size].append(answers == (y_validation == 1))
    print(f"draw {draw + 1} of {DRAWS} done")

accuracy = {
    name: {size: np.array([hits.mean() for hits in by_draw]) for size, by_draw in by_size.items()}
    for name, by_size in right.items()
}

# %% [markdown]
# An accuracy measured on n reviews has a standard error of sqrt(p (1 - p) / n): 0.005 for one half of 10,000.
# The mean over draws has a standard error of its own, the spread over draws divided by the root of their number.
# The larger of the two is what a difference has to be held against.


# %%
def standard_error(values):
    """Of the mean over draws; never below what the number of validation reviews allows."""
    mean = values.mean()
    of_rows = np.sqrt(mean * (1 - mean) / len(x_validation))
    of_draws = values.std(ddof=1) / np.sqrt(len(values))
    return max(of_rows, of_draws)


rows = []
for size in SIZES:
    ours, theirs = accuracy["embedding layer"][size], accuracy["pretrained"][size]
    difference = ours - theirs
    error = np.hypot(standard_error(ours), standard_error(theirs))
    rows.append(
        {
            "training reviews": size,
            "embedding layer": ours.mean(),
            "its standard error": standard_error(ours),
            "pretrained": theirs.mean(),
            "its standard error ": standard_error(theirs),
            "difference": difference.mean(),
            "difference / standard error": difference.mean() / error,
        }
    )
table = pd.DataFrame(rows).set_index("training reviews")
table.round(4)

# %%
figure, panel = plt.subplots(figsize=(7.5, 4.5))
for name, by_size in accuracy.items():
    means = [values.mean() for values in by_size.values()]
    errors = [1.96 * standard_error(values) for values in by_size.values()]
    panel.errorbar(SIZES, means, yerr=errors, marker="o", capsize=4, label=name)
panel.axhline(0.5, color="grey", linestyle=":", label="guessing")
panel.set(
    title="Validation accuracy over the number of training reviews (bars: 95 % intervals)",
    xlabel="training reviews",
    ylabel="validation accuracy",
    xscale="log",
)
panel.set_xticks(SIZES, [str(size) for size in SIZES])
panel.legend()
plt.show()

# %%
for size in SIZES:
    row = table.loc[size]
    ahead = "embedding layer" if row["difference"] > 0 else "pretrained"
    sure = abs(row["difference / standard error"]) > 1.96
    verdict = f"the {ahead} is ahead beyond noise" if sure else "no difference beyond noise"
    print(f"{size:>4} training reviews: {row['difference']:+.4f}, {verdict}")

# %% [markdown]
# ## 6. Conclusion
#
# With so few reviews both networks stay near one half, and the differences between them are of the size of their
# standard errors. A table of single runs would name a winner in every column; nearly all of these winners would
# change with the next draw. What can be said is what the last cell prints, and it is little: up to a few hundred
# reviews there is mostly no difference beyond noise.
#
# Why does the pretrained embedding not help more? Because of the network on top. Flattening ties every weight to a
# *position*: it has to learn "good" at place 17 and "good" at place 80 as two separate facts, 15,001 weights from at
# most 500 reviews. Vectors that place *good* beside *great* are of use to a network that adds up what stands anywhere in
# the text; an average over the words instead of `Flatten` is one line, and the first thing to try next.
#
# The embedding layer has a million weights more, and they are no burden here: in ten epochs only the vectors of the
# words that occur are moved. From some number of reviews on it must win, since it can learn that *unlikable* is bad
# news in a review, which GloVe never learned. To find that number one would need more than 500 reviews; from this
# experiment alone no claim about it is supported.

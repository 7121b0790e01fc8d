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
# # A conditional GAN on Fashion-MNIST
#
# A generator makes a picture out of noise and a class that it is asked for. A discriminator sees a picture and a
# class and says whether the picture is a real one of that class. Each is trained against the other.
#
# | step | choice |
# |---|---|
# | generator | 100 values of noise and a class embedding; dense 256, 512, 1024 with LeakyReLU; 28 by 28 |
# | discriminator | a class embedding of its own; dense 1024, 512, 256 with LeakyReLU and dropout; one sigmoid unit |
# | training | batches of 64, 30 epochs, Adam at 0.0001 (beta 0.5) for both, binary cross-entropy |

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

NOISE = 100
CLASS_VALUES = 50
EPOCHS = 30
BATCH = 64
LEARNING_RATE = 1e-4
CLASSES = [
    "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"
]  # fmt: skip

# %% [markdown]
# ## 1. The pictures
#
# Grey values are scaled to the range from -1 to 1, which is what a tanh gives.

# %%
(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32")[..., np.newaxis] / 127.5 - 1
x_train.shape

# %% [markdown]
# ## 2. The generator
#
# The class becomes 50 trained values and is put beside the noise. Keras starts embeddings within ±0.05; beside
# noise with a deviation of 1 that would be too faint to be noticed, so these start with a deviation of 1 as
# well.


# %%
def embedded(label):
    """The trained values of a class; shape (rows, CLASS_VALUES)."""
    start = keras.initializers.RandomNormal(stddev=1.0)
    return layers.Flatten()(layers.Embedding(len(CLASSES), CLASS_VALUES, embeddings_initializer=start)(label))


def build_generator():
    noise = keras.Input(shape=(NOISE,), name="noise")
    label = keras.Input(shape=(1,), dtype="int32", name="class")
    x = layers.Concatenate()([noise, embedded(label)])
    for units in (256, 512, 1024):
        x = layers.Dense(units)(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Dense(28 * 28, activation="tanh")(x)
    return keras.Model([noise, label], layers.Reshape((28, 28, 1))(x), name="generator")


generator = build_generator()
generator.summary()

# %% [markdown]
# ## 3. The discriminator
#
# Dropout keeps it from knowing the training pictures by heart: then it would be sure of everything, and the
# generator would get no gradient worth following.


# %%
def build_discriminator():
    picture = keras.Input(shape=(28, 28, 1), name="picture")
    label = keras.Input(shape=(1,), dtype="int32", name="class")
    x = layers.Concatenate()([layers.Flatten()(picture), embedded(label)])
    for units in (1024, 512, 256):
        x = layers.Dense(units)(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
        x = layers.Dropout(0.3)(x)
    return keras.Model([picture, label], layers.Dense(1, activation="sigmoid")(x), name="discriminator")


discriminator = build_discriminator()
discriminator.summary()

# %% [markdown]
# ## 4. One against the other
#
# The discriminator is compiled by itself. The third model is generator and discriminator one behind the other: it
# gets noise and a class, and its loss is small where the discriminator takes the picture for a real one. Only the
# generator may learn from that loss, so the discriminator is switched off for this step and on again for its own.
#
# Adam's first beta is 0.5 in place of 0.9: a step should answer the other network as it is, not as it was ten steps
# ago.


# %%
def adam():
    return keras.optimizers.Adam(learning_rate=LEARNING_RATE, beta_1=0.5)


discriminator.compile(optimizer=adam(), loss="binary_crossentropy", metrics=["accuracy"])

noise = keras.Input(shape=(NOISE,))
label = keras.Input(shape=(1,), dtype="int32")
gan = keras.Model([noise, label], discriminator([generator([noise, label]), label]), name="gan")
gan.compile(optimizer=adam(), loss="binary_crossentropy")


# %%
random = np.random.default_rng()
REAL = np.ones((BATCH, 1), dtype="float32")
MADE = np.zeros((BATCH, 1), dtype="float32")


def draw_noise(count):
    return random.normal(size=(count, NOISE)).astype("float32")


def draw_labels(count):
    return random.integers(len(CLASSES), size=(count, 1))


def train_discriminator(pictures, labels):
    """One step on real pictures and as many made ones; returns loss and accuracy of that step."""
    asked = draw_labels(BATCH)
    made = generator.predict_on_batch([draw_noise(BATCH), asked])
    discriminator.trainable = True
    return discriminator.train_on_batch(
        [np.concatenate([pictures, made]), np.concatenate([labels, asked])],
        np.concatenate([REAL, MADE]),
        return_dict=True,
    )


def train_generator():
    """One step towards pictures that the discriminator, which stays as it is, takes for real; returns the loss."""
    discriminator.trainable = False
    return gan.train_on_batch([draw_noise(BATCH), draw_labels(BATCH)], REAL, return_dict=True)


# %% [markdown]
# ## 5. Training
#
# An epoch is a pass over the training pictures in random order; what does not fill a batch is left for another
# one. The curves show means over the steps of an epoch.

# %%
curves = {"discriminator": [], "generator": [], "accuracy": []}
for epoch in range(1, EPOCHS + 1):
    order = random.permutation(len(x_train))
    steps = []
    for start in range(0, len(order) - BATCH + 1, BATCH):
        chosen = order[start : start + BATCH]
        judged = train_discriminator(x_train[chosen], y_train[chosen].reshape(-1, 1))
        made = train_generator()
        steps.append((judged["loss"], made["loss"], judged["accuracy"]))
    for values, value in zip(curves.values(), np.mean(steps, axis=0), strict=True):
        values.append(float(value))
    print(
        f"epoch {epoch}: loss of the discriminator {curves['discriminator'][-1]:.3f}, "
        f"of the generator {curves['generator'][-1]:.3f}; accuracy of the discriminator {curves['accuracy'][-1]:.3f}"
    )

# %%
figure, panels = plt.subplots(1, 2, figsize=(11, 4))
for name in ("discriminator", "generator"):
    panels[0].plot(range(1, EPOCHS + 1), curves[name], label=name)
panels[0].axhline(np.log(2), linestyle=":", color="grey", label="a discriminator that guesses")
panels[0].set(title="Loss per epoch", xlabel="epoch", ylabel="loss (binary cross-entropy)")
panels[0].legend()
panels[1].plot(range(1, EPOCHS + 1), curves["accuracy"])
panels[1].axhline(0.5, linestyle=":", color="grey")
panels[1].set(title="Accuracy of the discriminator per epoch", xlabel="epoch", ylabel="accuracy")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 6. Pictures on request
#
# Eight pictures of each class, one class a row, from new noise. Nothing was picked out.

# %%
PER_CLASS = 8
asked = np.repeat(np.arange(len(CLASSES)), PER_CLASS).reshape(-1, 1)
pictures = generator.predict([draw_noise(len(asked)), asked], verbose=0)

figure, panels = plt.subplots(len(CLASSES), PER_CLASS, figsize=(PER_CLASS, 1.1 * len(CLASSES)))
for panel, picture, code in zip(panels.flat, pictures, asked[:, 0], strict=True):
    panel.imshow(picture[..., 0], cmap="gray", vmin=-1, vmax=1)
    panel.set(xticks=[], yticks=[])
    if panel in panels[:, 0]:
        panel.set_ylabel(CLASSES[code], rotation=0, ha="right", va="center")
figure.suptitle("Pictures by the generator, one class per row")
figure.tight_layout()
plt.show()

# %% [markdown]
# Are they all the same? The mean distance between two made pictures of a class, beside that between two real
# ones: 1 would be as varied as real, 0 the same picture every time (mode collapse).


# %%
def spread(pictures):
    """Mean distance between two pictures, over all pairs; a root of squared grey values."""
    flat = pictures.reshape(len(pictures), -1)
    squares = (flat**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * flat @ flat.T, 0))
    return distances.sum() / (len(flat) * (len(flat) - 1))


for code, name in enumerate(CLASSES):
    real = x_train[y_train == code][:100]
    made = generator.predict([draw_noise(100), np.full((100, 1), code)], verbose=0)
    print(f"{name:<11} varied {spread(made) / spread(real):.2f} times as much as real ones")

# %% [markdown]
# ## 7. Discussion
#
# The loss of a GAN is no measure of its pictures: each loss is measured against the other network, and both
# change. Loss curves tell whether the game is on. A discriminator at a loss near 0 and an accuracy near 1 has
# won, and the generator learns nothing more; a generator whose loss falls to 0 has found a trick. Neither is
# good. Where both losses stay between, as a rule with the discriminator ahead, training goes on.
#
# So pictures are judged by looking, and by numbers of their own. The row of a class shows whether the class was
# understood: trousers have two legs, boots a heel. Shirt, pullover and coat differ by little in 28 by 28
# pixels, and people confuse the real ones, too. Dense layers know nothing of neighbourhood, which shows in
# grains on the fabric that a convolution would not make.
#
# The variation is below 1 in most classes: the generator is content with fewer kinds of shoes than there are. It is
# noise that nobody forces it to use. Rare patterns, prints and stripes are what it leaves out first.
#
# One run says little about a GAN: another start can end with other classes collapsed. A comparison of two settings
# would need several runs of each.

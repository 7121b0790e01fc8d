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
# | training | batches of 64, 30 epochs, Adam at 0.0001 for both, binary cross-entropy |

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

NOISE = 100
CLASS_VALUES = 10
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
# The class becomes ten trained values and is put beside the noise.


# %%
def build_generator():
    noise = keras.Input(shape=(NOISE,), name="noise")
    label = keras.Input(shape=(1,), dtype="int32", name="class")
    asked = layers.Flatten()(layers.Embedding(len(CLASSES), CLASS_VALUES)(label))
    x = layers.Concatenate()([noise, asked])
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
# Dropout keeps it from knowing the training pictures by heart: then it would be sure of everything, and the generator would get
# no gradient worth following.


# %%
def build_discriminator():
    picture = keras.Input(shape=(28, 28, 1), name="picture")
    label = keras.Input(shape=(1,), dtype="int32", name="class")
    claimed = layers.Flatten()(layers.Embedding(len(CLASSES), CLASS_VALUES)(label))
    x = layers.Concatenate()([layers.Flatten()(picture), claimed])
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

# %%
discriminator.compile(
    optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE), loss="binary_crossentropy", metrics=["accuracy"]
)

noise = keras.Input(shape=(NOISE,))
label = keras.Input(shape=(1,), dtype="int32")
gan = keras.Model([noise, label], discriminator([generator([noise, label]), label]), name="gan")
gan.compile(optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE), loss="binary_crossentropy")


# %%
random = np.random.default_rng()
REAL = np.ones((BATCH, 1), dtype="float32")
MADE = np.zeros((BATCH, 1), dtype="float32")


def draw_noise(count):
    return random.normal(size=(count, NOISE)).astype("float32")


def train_discriminator(pictures, labels):
    """One step on real pictures and one on as many made ones of the same classes."""
    made = generator.predict_on_batch([draw_noise(BATCH), labels])
    discriminator.trainable = True
    discriminator.train_on_batch([pictures, labels], REAL)
    discriminator.train_on_batch([made, labels], MADE)


def train_generator():
    """One step towards pictures that the discriminator takes for real; it is not trained here."""
    discriminator.trainable = False
    gan.train_on_batch([draw_noise(BATCH), random.integers(len(CLASSES), size=(BATCH, 1))], REAL)


# %% [markdown]
# ## 5. Training
#
# A pass over the training pictures in random order; what does not fill a batch is left for another epoch. The
# losses are means over the epoch, since Keras averages from one reset to the next.

# %%
curves = {"discriminator": [], "generator": [], "accuracy of the discriminator": []}
for epoch in range(1, EPOCHS + 1):
    discriminator.reset_metrics()
    gan.reset_metrics()
    order = random.permutation(len(x_train))
    for start in range(0, len(order) - BATCH + 1, BATCH):
        chosen = order[start : start + BATCH]
        train_discriminator(x_train[chosen], y_train[chosen].reshape(-1, 1))
        train_generator()
    seen = discriminator.get_metrics_result()
    curves["discriminator"].append(float(seen["loss"]))
    curves["accuracy of the discriminator"].append(float(seen["accuracy"]))
    curves["generator"].append(float(gan.get_metrics_result()["loss"]))
    print(f"epoch {epoch}: " + ", ".join(f"{name} {values[-1]:.3f}" for name, values in curves.items()))

# %%
figure, panels = plt.subplots(1, 2, figsize=(11, 4))
for name in ("discriminator", "generator"):
    panels[0].plot(range(1, EPOCHS + 1), curves[name], label=name)
panels[0].axhline(np.log(2), linestyle=":", color="grey", label="a discriminator that guesses")
panels[0].set(title="Loss per epoch", xlabel="epoch", ylabel="loss (binary cross-entropy)")
panels[0].legend()
panels[1].plot(range(1, EPOCHS + 1), curves["accuracy of the discriminator"])
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
# Are they all the same? The mean distance between two made pictures of a class, beside that between two real ones: 1
# would be as varied as real, 0 the same picture every time (mode collapse).


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
# The loss of a GAN is no measure of its pictures: each loss is measured against the other network, and both change. Loss
# curves tell whether the game is on. A discriminator at a loss near 0 and an accuracy near 1 has won, and the
# generator learns nothing more; a generator whose loss falls to 0 has found a trick. Neither is good. Where both
# losses stay between, as a rule with the discriminator ahead, training goes on.
#
# So pictures are judged by looking, and by numbers of their own. The row of a class shows whether the class was
# understood: trousers have two legs, boots a heel. Shirt, pullover and coat differ by little in 28 by 28 pixels, and
# people confuse the real ones, too. Dense layers know nothing of neighbourhood, which shows in grains on the
# fabric that a convolution would not make.
#
# The variation is below 1 in most classes: the generator is content with fewer kinds of shoes than there are. It is
# noise that nobody forces it to use. Rare patterns, prints and stripes are what it leaves out first.
#
# One run says little about a GAN: another start can end with other classes collapsed. A comparison of two settings
# would need several runs of each.

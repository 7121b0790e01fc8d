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
# # A variational autoencoder on CIFAR-10
#
# An encoder turns a picture into a normal distribution over 100 latent values, a decoder turns a point drawn
# from it back into a picture. Two terms train them together: the picture that comes out should be the one that
# went in (binary cross-entropy), and the distributions should stay close to the standard normal one (KL
# divergence), so that a point drawn from that gives a picture too.
#
# | step | choice |
# |---|---|
# | encoder | three convolutions (32, 64, 128 filters), two poolings, two dense layers of 100 |
# | decoder | a dense layer, three transposed convolutions with upsampling, one more for the colours |
# | loss | binary cross-entropy plus KL divergence |
# | training | Adam at 0.0001, batches of 32, 50 epochs, a fifth of the *training* pictures kept for validation |

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops
from sklearn.decomposition import PCA

LATENT = 100
EPOCHS = 50
BATCH = 32
LEARNING_RATE = 1e-4
CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

# %% [markdown]
# ## 1. The pictures
#
# Colours are scaled to the range from 0 to 1: that is what a sigmoid gives and what binary cross-entropy can
# compare. The classes train nothing; they only colour the latent plot.

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
y_test = y_test.ravel()
x_train.shape, x_test.shape

# %% [markdown]
# ## 2. The encoder
#
# The mean and the logarithm of the variance are plain numbers, so these two layers have no activation.


# %%
def build_encoder():
    images = keras.Input(shape=(32, 32, 3))
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(images)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(128, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(x)
    z_mean = layers.Dense(LATENT, name="z_mean")(x)
    z_log_variance = layers.Dense(LATENT, name="z_log_variance")(x)
    return keras.Model(images, [z_mean, z_log_variance], name="encoder")


encoder = build_encoder()
encoder.summary()

# %% [markdown]
# ## 3. The decoder
#
# It starts from 4 by 4 positions with 128 values each and doubles the side three times. The last layer has one
# filter per colour and a sigmoid.


# %%
def build_decoder():
    return keras.Sequential(
        [
            keras.Input(shape=(LATENT,)),
            layers.Dense(4 * 4 * 128, activation="relu"),
            layers.Reshape((4, 4, 128)),
            layers.Conv2DTranspose(128, 3, padding="same", activation="relu"),
            layers.UpSampling2D(),
            layers.Conv2DTranspose(64, 3, padding="same", activation="relu"),
            layers.UpSampling2D(),
            layers.Conv2DTranspose(32, 3, padding="same", activation="relu"),
            layers.UpSampling2D(),
            layers.Conv2DTranspose(3, 3, padding="same", activation="sigmoid"),
        ],
        name="decoder",
    )


decoder = build_decoder()
decoder.summary()

# %% [markdown]
# 1,731,848 parameters in the encoder, of which the two dense layers behind the flattening have 819,300 each, and
# 447,555 in the decoder.
#
# ## 4. Drawing a point, and the two terms of the loss
#
# A random draw has no gradient. Written as mean + deviation · noise it has one, with respect to mean and deviation,
# and the noise is an input like any other: the reparameterisation. The same layer knows mean and variance and adds
# the KL divergence to the loss.
#
# The scale of the two terms matters. The cross-entropy that Keras computes is a *mean* over the 3,072 numbers of a
# picture, the KL divergence a *sum* over the 100 latent values. Added as they are, the KL divergence would weigh
# 3,072 times too much: the cheapest way to a low loss would then be to set every mean to 0 and every variance to
# 1, whatever the picture, and all pictures that come out would look alike. Divided by 3,072 as well, the sum of
# the two is the evidence lower bound per number.

# %%
NUMBERS = 32 * 32 * 3  # in one picture


class Sampling(layers.Layer):
    """A point from the normal distribution of each picture; adds the KL divergence from the standard normal one."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.noise = keras.random.SeedGenerator()

    def call(self, inputs):
        mean, log_variance = inputs
        divergence = -0.5 * ops.sum(1 + log_variance - ops.square(mean) - ops.exp(log_variance), axis=1)
        self.add_loss(ops.mean(divergence) / NUMBERS)
        return mean + ops.exp(0.5 * log_variance) * keras.random.normal(ops.shape(mean), seed=self.noise)


images = keras.Input(shape=(32, 32, 3))
point = Sampling(name="sampling")(encoder(images))
vae = keras.Model(images, decoder(point), name="vae")

# %% [markdown]
# ## 5. Training
#
# The cross-entropy is asked for a second time as a metric, so that the history has it alone; what is left of the
# loss is the KL term. Validation takes the last fifth of the training pictures. The test pictures are shown to the
# model only after training.

# %%
vae.compile(
    optimizer=keras.optimizers.Adam(learning_rate=LEARNING_RATE),
    loss="binary_crossentropy",
    metrics=["binary_crossentropy"],
)
history = vae.fit(x_train, x_train, epochs=EPOCHS, batch_size=BATCH, validation_split=0.2, verbose=2).history

# %%
terms = {
    "Loss": {name: np.array(history[name]) for name in ("loss", "val_loss")},
    "Reconstruction": {name: np.array(history[name]) for name in ("binary_crossentropy", "val_binary_crossentropy")},
}
terms["KL divergence"] = {
    name: whole - part
    for (name, whole), part in zip(terms["Loss"].items(), terms["Reconstruction"].values(), strict=True)
}

figure, panels = plt.subplots(1, 3, figsize=(15, 4))
for panel, (term, (training, validation)) in zip(
    panels, ((term, curves.values()) for term, curves in terms.items()), strict=True
):
    epochs = range(1, len(training) + 1)
    panel.plot(epochs, NUMBERS * training, label="training")
    panel.plot(epochs, NUMBERS * validation, "--", label="validation")
    panel.set(title=f"{term} per epoch", xlabel="epoch", ylabel=f"{term.lower()}, nats per picture")
    panel.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 6. Reconstructions
#
# Test pictures through encoder and decoder. The mean stands for the distribution here: no noise.

# %%
z_mean, z_log_variance = encoder.predict(x_test, verbose=0)
rebuilt = decoder.predict(z_mean, verbose=0)


def show(rows, title):
    """Rows of pictures in one figure; values from 0 to 1 as they are."""
    figure, panels = plt.subplots(len(rows), len(rows[0]), figsize=(1.3 * len(rows[0]), 1.4 * len(rows)), squeeze=False)
    for panel, picture in zip(panels.flat, (picture for row in rows for picture in row), strict=True):
        panel.imshow(picture)
        panel.axis("off")
    figure.suptitle(title)
    figure.tight_layout()
    plt.show()


show([x_test[:10], rebuilt[:10]], "Test pictures and their reconstructions")

# %%
mean_picture = x_train.mean(axis=0)
error = np.square(x_test - rebuilt).mean(axis=(1, 2, 3))
error_of_mean = np.square(x_test - mean_picture).mean(axis=(1, 2, 3))
divergence = 0.5 * (np.square(z_mean) + np.exp(z_log_variance) - z_log_variance - 1)
active = int((z_mean.var(axis=0) > 0.01).sum())
print(f"squared error per number on the test pictures: {error.mean():.4f}")
print(f"the same when the mean training picture answers: {error_of_mean.mean():.4f}")
print(f"KL divergence: {divergence.sum(axis=1).mean():.1f} nats per test picture")
print(f"latent values in use (variance of the mean over 0.01): {active} of {LATENT}")

# %% [markdown]
# ## 7. The latent space
#
# 100 dimensions do not fit on paper. PCA turns the means of the test pictures to the two directions in which they
# differ most; every colour is a class.

# %%
pca = PCA(n_components=2)
plane = pca.fit_transform(z_mean)
figure, panel = plt.subplots(figsize=(8, 6.5))
for code, name in enumerate(CLASSES):
    chosen = y_test == code
    panel.scatter(plane[chosen, 0], plane[chosen, 1], s=8, alpha=0.6, color=plt.cm.tab10(code), label=name)
shares = pca.explained_variance_ratio_
panel.set(
    title="Latent space: means of the test pictures",
    xlabel=f"first principal component ({shares[0]:.0%} of the variance)",
    ylabel=f"second principal component ({shares[1]:.0%})",
)
panel.legend(markerscale=2)
plt.show()

# %% [markdown]
# ## 8. New pictures
#
# Points from the standard normal distribution, decoded. A sigmoid gives values from 0 to 1, which are colours
# already.

# %%
noise = np.random.default_rng().normal(size=(20, LATENT)).astype("float32")
generated = decoder.predict(noise, verbose=0)
show([generated[:10], generated[10:]], "New pictures from random points")

# %% [markdown]
# ## 9. Discussion
#
# The reconstructions keep what covers many pixels, the colours, the light, the horizon and the rough place of
# the object, and lose edges and texture. That is what the loss pays for: where the model is unsure of an edge,
# the answer that costs least per pixel is the average, and an average of sharp edges is blurred. The new
# pictures are blurred for the same reason and one more: a random point need not lie where the encoder puts any
# picture.
#
# The squared error printed above belongs beside that of the mean training picture, which needs no latent space.
# Cross-entropy alone is hard to read, since its smallest possible value is not 0: a pixel of 0.5 costs 0.69
# nats even when it is met exactly.
#
# The KL divergence says how much the latent values tell about a picture. A value near 0 would mean that the encoder
# says the same about every picture, and that the decoder paints one average (posterior collapse). The curve
# of the KL term rises first and levels off: the model begins with nothing, finds that information lowers the
# reconstruction term, and stops where another nat would cost more than it saves. Values that do not pay for
# themselves are left at the standard normal; the count of values in use shows how many do.
#
# In the plane of the latent plot the classes overlap nearly everywhere. No label took part in training, and
# what varies most between two pictures is light and background, not what they show. Only pictures with much sky
# or water, ships and airplanes, tend to lie on one side. The axes say how much of the variance the plane shows;
# classes that overlap in it may still be apart in the other dimensions.
#
# Training and validation loss lie close together. Where the validation loss has stopped falling, more epochs gain
# nothing; where it still falls, they would.

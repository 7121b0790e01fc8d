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
# # A convolutional autoencoder for CIFAR-10
#
# An autoencoder writes a picture down in fewer numbers than it has and draws it again from them. Here a picture has
# 32 x 32 x 3 = 3,072 values and its code 8 x 8 x 12 = 768, a quarter. What the code cannot hold is lost, so the
# network has to find out what pictures have in common.
#
# | part | layers |
# |---|---|
# | encoder | Conv2D 48, pooling, Conv2D 32, pooling, Conv2D 12 |
# | decoder | Conv2D 32, upsampling, Conv2D 48, upsampling, Conv2D 3 with a sigmoid |
# | training | Adam 0.001, mean squared error, 30 epochs, a tenth of the training pictures for validation |

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

EPOCHS = 30
BATCH = 32

# %% [markdown]
# ## 1. The pictures
#
# Values between 0 and 1, as the sigmoid at the end gives them. The labels are not needed.

# %%
(x_train, _), (x_test, _) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
print(x_train.shape, x_test.shape)

# %% [markdown]
# ## 2. The network
#
# Every convolution is 3 x 3 with padding, so that sizes change at the pooling and upsampling layers only. ELU instead of
# ReLU in the hidden layers: a ReLU that is off gives no gradient, and in a narrow code every channel counts. The code
# itself is linear.


# %%
def conv(filters, activation="elu"):
    return keras.layers.Conv2D(filters, 3, padding="same", activation=activation)


encoder = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 3)),
        conv(48),
        keras.layers.MaxPooling2D(),
        conv(32),
        keras.layers.MaxPooling2D(),
        conv(12, activation=None),
    ],
    name="encoder",
)
decoder = keras.Sequential(
    [
        keras.Input(shape=(8, 8, 12)),
        conv(32),
        keras.layers.UpSampling2D(),
        conv(48),
        keras.layers.UpSampling2D(),
        conv(3, activation="sigmoid"),
    ],
    name="decoder",
)
picture = keras.Input(shape=(32, 32, 3))
autoencoder = keras.Model(picture, decoder(encoder(picture)), name="autoencoder")
encoder.summary()

# %%
decoder.summary()

# %%
autoencoder.summary()

# %% [markdown]
# ## 3. Training
#
# The picture is input and target at once. Squared error is what the comparison below is made in, so it is trained on.

# %%
autoencoder.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="mse")
history = autoencoder.fit(x_train, x_train, epochs=EPOCHS, batch_size=BATCH, validation_split=0.1, verbose=2)

# %%
epochs = range(1, len(history.history["loss"]) + 1)
plt.plot(epochs, history.history["loss"], label="training")
plt.plot(epochs, history.history["val_loss"], "--", label="validation")
plt.title("Reconstruction error per epoch")
plt.xlabel("epoch")
plt.ylabel("loss: mean squared error")
plt.yscale("log")
plt.legend()
plt.show()

# %% [markdown]
# ## 4. Pictures and their reconstructions
#
# None of these was trained on.

# %%
shown = x_test[:10]
redrawn = autoencoder.predict(shown, verbose=0)
figure, panels = plt.subplots(2, len(shown), figsize=(1.3 * len(shown), 3))
for column in range(len(shown)):
    panels[0, column].imshow(shown[column])
    panels[1, column].imshow(redrawn[column])
    for row in range(2):
        panels[row, column].axis("off")
panels[0, 0].set_title("original", loc="left", fontsize=9)
panels[1, 0].set_title("reconstructed", loc="left", fontsize=9)
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 5. How good is that?
#
# Two yardsticks from below. The mean of all training pictures is the best answer of a network that ignores its input.
# Shrinking a picture to 16 x 16 and enlarging it again also keeps 768 values: a network that has learned something
# about pictures should lose less than that.


# %%
def mean_squared_error(answers):
    """Per value, over all test pictures."""
    return float(np.mean((answers - x_test) ** 2))


def shrunk(pictures):
    """Halved in height and width by averaging, and blown up again."""
    small = pictures.reshape(len(pictures), 16, 2, 16, 2, 3).mean(axis=(2, 4))
    return small.repeat(2, axis=1).repeat(2, axis=2)


errors = {
    "autoencoder": mean_squared_error(autoencoder.predict(x_test, verbose=0)),
    "shrunk to 16 x 16": mean_squared_error(shrunk(x_test)),
    "mean picture": mean_squared_error(x_train.mean(axis=0)),
}
for name, error in errors.items():
    print(f"{name:<18} mean squared error {error:.5f}, PSNR {-10 * np.log10(error):.1f} dB")

# %% [markdown]
# ## 6. Discussion
#
# The reconstructions keep outlines, areas and colours and lose texture: fur, grass and letters come back as smooth
# colour. That is what squared error asks for. Where the code does not say how a detail lies, the mean of all
# possibilities costs least, and the mean of many details is a blur.
#
# Differences from the usual tutorial: the code keeps the places of things (8 x 8 positions, 12 values each) rather than
# being one vector, which is why little has to be learned for the outlines to come back; it is linear, so
# that values may go below zero; and ELU keeps all channels alive.
#
# The validation loss follows the training loss closely. With some 37,000 parameters against millions of pixel values
# there is nothing to memorise; more filters or a wider code, not more regularisation, would lower the error.

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
# # A deep convolutional network for CIFAR-10
#
# Ten kinds of things in small colour pictures, and one network trained from end to end.
#
# | block | layers | size after it |
# |---|---|---|
# | 1 | 2 x (Conv2D 32, 3 x 3, stride 1, same), pooling 2 x 2, dropout 0.2 | 16 x 16 x 32 |
# | 2 | 2 x (Conv2D 64, 3 x 3, stride 1, same), pooling 2 x 2, dropout 0.3 | 8 x 8 x 64 |
# | 3 | 2 x (Conv2D 128, 3 x 3, stride 1, same), pooling 2 x 2, dropout 0.4 | 4 x 4 x 128 |
# | head | global average pooling, Dense 128, dropout 0.4, Dense 10 with softmax | 10 |
#
# Two 3 x 3 convolutions see as far as one of 5 x 5, with fewer weights and one more non-linearity in between. "Same"
# padding keeps the border from being eaten away, so that only pooling halves the sides. The number of filters doubles
# whenever the area falls to a quarter: fewer places, more to say about each. After three blocks a position has seen
# 36 x 36 pixels, the whole picture. Batch normalisation after each convolution keeps the scale of its outputs steady
# and lets Adam take larger steps.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix

EPOCHS = 40
BATCH = 32
CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

# %% [markdown]
# ## 1. The pictures

# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
y_train, y_test = y_train.ravel(), y_test.ravel()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
print(x_train.shape, x_test.shape)
print("of each class:", np.bincount(y_train), np.bincount(y_test))

# %%
figure, panels = plt.subplots(1, 10, figsize=(13, 1.7))
for code, panel in enumerate(panels):
    panel.imshow(x_train[y_train == code][0])
    panel.set_title(CLASSES[code], fontsize=9)
    panel.axis("off")
plt.show()

# %% [markdown]
# ## 2. The network


# %%
def block(filters, rate):
    """Two convolutions, each with batch normalisation; half the side; dropout."""
    layers = []
    for _ in range(2):
        layers += [
            keras.layers.Conv2D(filters, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.Activation("relu"),
        ]
    return [*layers, keras.layers.MaxPooling2D(), keras.layers.Dropout(rate)]


cnn = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 3)),
        *block(32, 0.2),
        *block(64, 0.3),
        *block(128, 0.4),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(10, activation="softmax"),
    ],
    name="cnn",
)
cnn.summary()

# %% [markdown]
# ## 3. Training
#
# The last tenth of the training pictures only watches. The test pictures are looked at once, at the end.

# %%
cnn.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = cnn.fit(x_train, y_train, epochs=EPOCHS, batch_size=BATCH, validation_split=0.1, verbose=2)

# %%
figure, panels = plt.subplots(1, 2, figsize=(11, 4))
for panel, quantity in zip(panels, ["loss", "accuracy"], strict=True):
    epochs = range(1, len(history.history[quantity]) + 1)
    panel.plot(epochs, history.history[quantity], label="training")
    panel.plot(epochs, history.history[f"val_{quantity}"], "--", label="validation")
    panel.set(title=f"{quantity.capitalize()} per epoch", xlabel="epoch", ylabel=quantity)
    panel.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 4. Performance on training and test pictures


# %%
def called(pictures):
    """The class the network calls, for each picture."""
    return cnn.predict(pictures, batch_size=256, verbose=0).argmax(axis=1)


called_train, called_test = called(x_train), called(x_test)
train_accuracy = accuracy_score(y_train, called_train)
test_accuracy = accuracy_score(y_test, called_test)
error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))
print(f"training accuracy {train_accuracy:.4f}")
print(f"test accuracy {test_accuracy:.4f} (standard error {error:.4f}, {len(y_test):,} pictures)")

# %%
report = classification_report(
    y_test, called_test, labels=range(10), target_names=CLASSES, output_dict=True, zero_division=0
)
pd.DataFrame({name: report[name] for name in CLASSES}).T.round(3)

# %%
counts = confusion_matrix(y_test, called_test, labels=range(10))
figure, panel = plt.subplots(figsize=(7, 6))
panel.imshow(counts, cmap="Blues")
for (row, column), count in np.ndenumerate(counts):
    panel.text(column, row, str(count), ha="center", va="center", color="white" if row == column else "black")
panel.set(title="Confusion matrix of the test pictures", xlabel="called", ylabel="true")
panel.set_xticks(range(10), CLASSES, rotation=45, ha="right")
panel.set_yticks(range(10), CLASSES)
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 5. Discussion
#
# Most confusions are among the animals, above all cats and dogs, which differ in the details of a face of some ten
# pixels; vehicles have hard edges and typical backgrounds and are told apart best.
#
# Training accuracy ends above test accuracy. The gap is what dropout is there for: without it the network reaches
# nearly 100 % on the training pictures and no more on the test pictures. What would help most is more pictures, or the
# same ones shifted and mirrored, since a mirrored dog is a dog and the network has not been told.

# %% [markdown]
# Digits from Keras and from OpenML: the first network of most courses, and the forest it is compared with.

# %%
import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.ensemble import RandomForestClassifier
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_val = x_train[:50000] / 255.0, x_train[50000:] / 255.0
y_train, y_val = y_train[:50000], y_train[50000:]
print(x_train.shape[1:], "digits:", np.unique(y_test).tolist())

# %%
model = keras.Sequential([
    keras.Input(shape=(28, 28)),
    layers.Flatten(),
    layers.Dense(16, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=1, validation_data=(x_val, y_val), verbose=0)

# %%
mnist = fetch_openml("mnist_784", version=1, as_frame=False)
X, y = mnist["data"], mnist["target"].astype(np.uint8)
X_train, X_test, y_train, y_test = X[:60000], X[60000:], y[:60000], y[60000:]
forest = RandomForestClassifier(n_estimators=10, random_state=42).fit(X_train, y_train)
print("better than a guess:", forest.score(X_test, y_test) > 0.3)

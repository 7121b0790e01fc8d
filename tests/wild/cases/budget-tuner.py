# %% [markdown]
# Settings searched for by keras-tuner: up to ninety networks, of which the profile has time for a few.

# %%
import keras_tuner as kt
from tensorflow import keras

(train_pictures, train_labels), (test_pictures, test_labels) = keras.datasets.fashion_mnist.load_data()
train_pictures, test_pictures = train_pictures / 255.0, test_pictures / 255.0


# %%
def build(hp):
    network = keras.Sequential()
    network.add(keras.Input((28, 28)))
    network.add(keras.layers.Flatten())
    network.add(keras.layers.Dense(hp.Int("units", min_value=8, max_value=64, step=8), activation="relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    rate = hp.Choice("learning_rate", values=[1e-2, 1e-3])
    network.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


# %%
tuner = kt.Hyperband(build, objective="val_accuracy", max_epochs=30, factor=3, directory="tuned", project_name="a")
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5)
tuner.search(train_pictures, train_labels, epochs=50, validation_split=0.2, callbacks=[stop], verbose=0)
best = tuner.get_best_hyperparameters(num_trials=1)[0]
print("searched:", len(tuner.oracle.trials), "as asked later:", tuner.oracle.max_epochs, best.get("units") % 8)

# %%
model = tuner.hypermodel.build(best)
history = model.fit(train_pictures, train_labels, epochs=50, validation_split=0.2, verbose=0)
loss, accuracy = model.evaluate(test_pictures, test_labels, verbose=0)

# %% [markdown]
# No time for training is left: a sweep, a grid search and word vectors still end with histories, checkpoints and plots.

# %%
import matplotlib.pyplot as plt
import numpy as np
from gensim.models import Word2Vec
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GridSearchCV
from tensorflow import keras

x = np.random.default_rng(12).normal(size=(240, 4)).astype("float32")
y = (x[:, 0] > 0).astype("int32")


def build(units):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units), keras.layers.Dense(1, "sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


# %%
records = []
for size in (40, 80, 160):
    model = build(3)
    best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
    history = model.fit(
        x[:size], y[:size], batch_size=8, epochs=4, validation_data=(x[160:], y[160:]), callbacks=[best], verbose=0
    )
    model = keras.models.load_model("best.keras")
    records.append((size, max(history.history["val_accuracy"]), model.evaluate(x[160:], y[160:], verbose=0)[1]))
plt.plot(range(1, 5), history.history["loss"], "bo", range(1, 5), history.history["val_loss"], "r")
plt.show()
print(len(records), "sizes,", len(history.history["val_loss"]), "epoch each")


# %%
class Net(ClassifierMixin, BaseEstimator):
    def __init__(self, units=2):
        self.units = units

    def fit(self, features, labels):
        self.classes_ = np.unique(labels)
        self.net_ = build(self.units)
        self.net_.fit(features, labels, epochs=3, batch_size=8, verbose=0)
        return self

    def predict(self, features):
        return (self.net_.predict(features, verbose=0)[:, 0] > 0.5).astype("int32")


search = GridSearchCV(Net(), {"units": [2, 3]}, cv=2).fit(x, y)
print(len(search.cv_results_["mean_test_score"]), "candidates")

# %%
sentences = [["a", "word", "and", "another"], ["a", "word", "again"]] * 20
vectors = Word2Vec(sentences, vector_size=6, min_count=1, epochs=40, workers=1)
print(vectors.wv["word"].shape, "a vector")

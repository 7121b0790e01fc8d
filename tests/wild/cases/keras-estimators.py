# %% [markdown]
# Networks as estimators of scikit-learn, from two places that are gone.

# %%
import numpy as np
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from tensorflow.keras.wrappers.scikit_learn import KerasRegressor
from tensorflow.python.keras.layers import Dense
from tensorflow.python.keras.models import Sequential

random = np.random.default_rng(2)
x = random.normal(size=(60, 4))
names = np.where(x.sum(axis=1) > 0, "above", "below")


# %%
def build(units=3, optimizer="adam"):
    model = Sequential([Dense(units, activation="relu", input_dim=4), Dense(1, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model


classifier = KerasClassifier(build_fn=build, epochs=2, batch_size=16, verbose=0)
print("folds", cross_val_score(classifier, x, names, cv=KFold(3)).shape)
history = classifier.fit(x, names)
print("fitted", sorted(history.history), classifier.predict_proba(x).shape, set(classifier.predict(x)) <= set(names))

# %%
search = GridSearchCV(KerasClassifier(build_fn=build, epochs=1, verbose=0), {"units": [2, 5], "batch_size": [20]}, cv=2)
search.fit(x, names)
print("best of", sorted(search.best_params_), 0 <= search.best_score_ <= 1)


# %%
def build_line():
    model = Sequential([Dense(1, input_shape=(4,))])
    model.compile(loss="mean_squared_error", optimizer="sgd")
    return model


line = KerasRegressor(build_fn=build_line, epochs=2, verbose=0)
line.fit(x, x.sum(axis=1))
print("answers", line.predict(x).shape, line.score(x, x.sum(axis=1)) < 0)

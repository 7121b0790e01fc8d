# %%
import os
import random

import numpy as np
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

base = "dataset/"


def read(side):
    texts, labels = [], []
    for number, name in enumerate(["neg", "pos"]):
        folder = base + side + "/" + name + "/"
        for file in os.listdir(folder):
            with open(folder + file, encoding="utf-8") as handle:
                texts.append(handle.read())
            labels.append(number)
    return texts, labels


texts, labels = read("train")
picked = random.sample(range(len(texts)), 80)
few, y = [texts[place] for place in picked], np.array([labels[place] for place in picked])
print(len(few), "reviews drawn of", len(texts) > 500)

# %%
codes = np.array([[min(len(word), 9) for word in (review + " x" * 30).split()[:30]] for review in few]) / 9
counter = Sequential([Dense(4, activation="relu", input_shape=(30,)), Dense(1, activation="sigmoid")])
counter.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["acc"])
history = counter.fit(codes, y, epochs=1, verbose=0)
print("loss" in history.history)

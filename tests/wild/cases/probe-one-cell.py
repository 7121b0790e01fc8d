# %%
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential

words = np.random.default_rng(6).integers(1, 50, size=(24, 10))
signs = (words.sum(axis=1) > 250).astype(int)

first = Sequential()
first.add(Embedding(50, 8))
first.add(LSTM(4))
first.add(Dense(1, activation="sigmoid"))
first.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["acc"])
print(first.summary())
first.fit(words, signs, epochs=1, batch_size=12, verbose=0)

second = Sequential([Embedding(50, 8), LSTM(6, return_sequences=True), LSTM(3), Dense(1, activation="sigmoid")])
second.compile(loss="binary_crossentropy", optimizer="rmsprop")
second.build(input_shape=(None, 10))
print("second:", second.count_params())
del first

trial = [Sequential([Embedding(50, size), LSTM(2), Dense(1)]) for size in (2, 4)]
for each in trial:
    each.compile(loss="mse", optimizer="sgd")
    each.train_on_batch(words, signs)
print("first weights of the trials:", [each.get_weights()[0].shape for each in trial])

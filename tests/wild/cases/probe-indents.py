# %%
 import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

# %%
    rows = np.ones((16, 4), dtype="float32")
    for scale in (1.0, 2.0):
        rows *= scale

# %%
 model = Sequential([Input((4,)), Dense(2), Dense(1)])
model.compile("sgd", "mse")
for _ in range(2):
    model.fit(rows, rows[:, :1], epochs=1, verbose=0)
print(rows.sum())

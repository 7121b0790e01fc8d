# %% [markdown]
# A network is asked about labels in a row, and later about labels in a column.

# %%
import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Concatenate, Dense, Embedding, Flatten

noise, label = Input((8,)), Input((1,))
code = Flatten()(Dense(4)(Embedding(10, 5)(label)))
generator = Model([noise, label], Dense(3)(Concatenate()([noise, code])))

# %%
rows, labels = np.random.rand(64, 8), np.arange(64) % 10
print(generator.predict([rows, labels], verbose=0).shape)

# %%
print(generator.predict([rows[:25], labels[:25].reshape(-1, 1)], verbose=0).shape)

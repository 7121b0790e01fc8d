# %% [markdown]
# A function that meets several shims is sent to other processes.

# %%
import numpy as np
from joblib import Parallel, delayed
from keras.datasets import imdb

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=500)
border = 20000


def looked(part):
    both = x_train + x_test
    held_out, order = x_train[border:], np.random.permutation(25000)
    return [float(np.array([part])), len(np.array([[1], [1, 2]])), len(held_out) > 0, len(both) > 0, len(order) > 0]


# %%
print(Parallel(n_jobs=2)(delayed(looked)(part) for part in (1, 2)))

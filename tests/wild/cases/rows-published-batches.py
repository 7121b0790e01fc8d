# %% [markdown]
# CIFAR-10 as its authors publish it, five files of ten thousand pictures, put together one after the other.

# %%
import pickle
import tarfile
import urllib.request

import numpy as np

urllib.request.urlretrieve("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", "cifar.tar.gz")
with tarfile.open("cifar.tar.gz") as archive:
    archive.extractall(".")

# %%
x, y = np.empty((50000, 3, 32, 32), dtype="uint8"), np.empty((50000,), dtype="uint8")
for number in range(5):
    with open(f"cifar-10-batches-py/data_batch_{number + 1}", "rb") as file:
        batch = pickle.load(file, encoding="bytes")
    x[number * 10000 : (number + 1) * 10000, :, :, :] = batch[b"data"].reshape(len(batch[b"labels"]), 3, 32, 32)
    y[number * 10000 : (number + 1) * 10000] = batch[b"labels"]
print(len(x) == len(y), len(x) == 5 * len(batch[b"labels"]), sorted(set(y.tolist())) == list(range(10)))

# %% [markdown]
# Downloads from Python: urllib, requests in pieces, and archives opened where they came from.

# %%
import gzip
import io
import pickle
import tarfile
import urllib.request
from pathlib import Path

import numpy as np
import requests

BASE = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"

# %%
answer = requests.get(BASE + "train-labels-idx1-ubyte.gz", timeout=10)
answer.raise_for_status()
labels = np.frombuffer(gzip.GzipFile(fileobj=io.BytesIO(answer.content)).read(), dtype=np.uint8, offset=8)
print("classes:", sorted(set(labels.tolist())))

# %%
place, _ = urllib.request.urlretrieve(BASE + "t10k-images-idx3-ubyte.gz", "raw/t10k.gz")
with gzip.open(place) as packed:
    images = np.frombuffer(packed.read(), dtype=np.uint8, offset=16).reshape(-1, 28, 28)
print("pictures of 784 pixels:", images.shape[0] > 100)

# %%
with requests.get("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", stream=True, timeout=10) as answer:
    with Path("cifar.tar.gz").open("wb") as out:
        for piece in answer.iter_content(chunk_size=1 << 16):
            out.write(piece)
with tarfile.open("cifar.tar.gz") as packed:
    packed.extractall("unpacked")
with Path("unpacked/cifar-10-batches-py/test_batch").open("rb") as file:
    batch = pickle.load(file, encoding="bytes")
print("a batch of pictures:", batch[b"data"].shape[1])

# %%
requests.get("https://example.org/vectors.bin", timeout=10)

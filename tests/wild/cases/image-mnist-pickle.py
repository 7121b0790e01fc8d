# %% [markdown]
# Digits from one pickled file in three parts, downloaded first, as tutorials of PyTorch have it.

# %%
import gzip
import pickle
from pathlib import Path

import requests
import torch
from torch.utils.data import DataLoader, TensorDataset

folder = Path("data/mnist")
folder.mkdir(parents=True, exist_ok=True)
if not (folder / "mnist.pkl.gz").exists():
    content = requests.get("http://deeplearning.net/data/mnist/mnist.pkl.gz").content
    (folder / "mnist.pkl.gz").open("wb").write(content)
with gzip.open((folder / "mnist.pkl.gz").as_posix(), "rb") as file:
    ((x_train, y_train), (x_valid, y_valid), _) = pickle.load(file, encoding="latin-1")
print(x_train.shape[1], x_train.dtype, 0 <= x_train.min() < x_train.max() < 1, len(x_train) > 4 * len(x_valid) > 400)

# %%
network = torch.nn.Linear(784, 10)
steps = torch.optim.SGD(network.parameters(), lr=0.5)
rows = TensorDataset(*map(torch.tensor, (x_train, y_train)))
for epoch in range(5):
    for pixels, digits in DataLoader(rows, batch_size=64, shuffle=True):
        torch.nn.functional.cross_entropy(network(pixels), digits).backward()
        steps.step()
        steps.zero_grad()
found = (network(torch.tensor(x_valid)).argmax(1) == torch.tensor(y_valid)).float().mean().item()
print("better than chance:", found > 0.3, found)

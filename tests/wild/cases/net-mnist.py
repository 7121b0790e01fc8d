# %% [markdown]
# Digit Recognizer: the same digits by torchvision, from a hub, as tables of a competition and as files by address.

# %%
import gzip
import urllib.request

import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

scaled = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train = datasets.MNIST("./data", train=True, download=True, transform=scaled)
test = datasets.MNIST("./data", train=False, download=True, transform=scaled)
print(train.classes[0], tuple(test[0][0].shape))

# %%
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
step = torch.optim.SGD(net.parameters(), lr=0.05)
for picture, digit in DataLoader(train, batch_size=64, shuffle=True):
    step.zero_grad()
    nn.functional.cross_entropy(net(picture), digit).backward()
    step.step()

# %%
from datasets import load_dataset

hub = load_dataset("ylecun/mnist", split="test")
print(hub.column_names, hub[0]["image"].size, len(hub) == len(test))

# %%
entered = pd.read_csv("/kaggle/input/digit-recognizer/train.csv")
asked = pd.read_csv("/kaggle/input/digit-recognizer/test.csv")
print(entered.columns[[0, 1, 784]].tolist(), len(entered) == len(train), "label" in asked.columns)

# %%
place, _ = urllib.request.urlretrieve("http://yann.lecun.com/exdb/mnist/t10k-labels-idx1-ubyte.gz", "labels.gz")
with gzip.open(place) as packed:
    print("the same labels:", list(packed.read()[8:]) == test.targets.tolist())

# %%
datasets.FashionMNIST("./data", download=True)

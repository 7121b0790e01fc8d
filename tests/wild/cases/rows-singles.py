# %% [markdown]
# Single pictures by numbers that ten thousand test pictures have and two hundred and fifty do not.

# %%
import torch
from tensorflow.keras.datasets import cifar10
from torchvision import datasets, transforms

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
labels = [int(y_test[i][0]) for i in [0, 100, 200, 300]]
print("four labels:", len(labels), x_test[300].shape)


# %%
class Noisy(torch.utils.data.Dataset):
    def __init__(self, inner):
        self.inner = inner

    def __len__(self):
        return len(self.inner)

    def __getitem__(self, index):
        picture, _ = self.inner[index]
        return picture + 0.1, picture


tests = datasets.CIFAR10("data", train=False, download=True, transform=transforms.ToTensor())
noisy = Noisy(tests)
worst = max(float((noisy[k][0] - noisy[k][1]).abs().max()) for k in range(500))
print("the worst of 500:", round(worst, 3), sum(1 for _ in tests) == len(tests))

# %%
losses = [1.0] * 300
for step in range(310):
    last = losses[step]

# %%
import random


def shape(i, rows):
    return rows[i].shape


place = random.choice(range(9000, 9900))
start = 650
print("one row stays one:", x_train[place : place + 1].shape, {shape(k + start, x_test) for k in range(5)})

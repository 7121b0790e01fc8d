# %% [markdown]
# A loader as a well-known exercise has it: sizes are defaults of a function, parts are taken by lists of numbers.

# %%
import numpy as np
from torchvision import datasets


def load(num_training=49000, num_validation=1000, num_test=1000):
    train = datasets.CIFAR10("data", train=True, download=True)
    test = datasets.CIFAR10("data", train=False, download=True)
    x, y = train.data.astype(np.float32), np.array(train.targets)
    mask = list(range(num_training, num_training + num_validation))
    x_val, y_val = x[mask], y[mask]
    mask = list(range(num_training))
    x_train, y_train = x[mask], y[mask]
    mask = range(num_test)
    return x_train, y_train, x_val, y_val, test.data[mask], np.array(test.targets)[mask]


x_train, y_train, x_val, y_val, x_test, y_test = load()
print(len(x_train), len(y_train), len(x_val), len(y_val), len(x_test), len(y_test))


# %%
def cut(num_training=49000, num_validation=1000):
    train = datasets.CIFAR10("data", train=True, download=True)
    return train.data[:num_training], train.data[num_training : num_training + num_validation]


print([len(part) for part in cut()])

# %% [markdown]
# Parts are cut to sizes that are right for the published data set.

# %%
import torch
import torchvision
from sklearn.model_selection import train_test_split

clothes = torchvision.datasets.FashionMNIST("data", train=True, download=True)
large, small = torch.utils.data.random_split(clothes, [50000, 10000])
print("parts:", len(large) > 4 * len(small) > 0, len(large) + len(small) == len(clothes))

# %%
train_size = 48000
large, small = torch.utils.data.random_split(clothes, [train_size, len(clothes) - train_size])
print("reckoned:", len(large) == 4 * len(small) > 0, len(large) + len(small) == len(clothes))

# %%
from keras.datasets import fashion_mnist

(x, y), _ = fashion_mnist.load_data()
x_train, x_valid, y_train, y_valid = train_test_split(x, y, train_size=50000, test_size=10000, random_state=1)
print("taken:", len(x_train) > 4 * len(x_valid) > 0, len(y_train) == len(x_train))

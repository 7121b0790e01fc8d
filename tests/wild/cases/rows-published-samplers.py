# %% [markdown]
# Of fifty thousand pictures the last thousand are for validation, told by samplers.

# %%
import numpy as np
import torchvision
from torch.utils.data import DataLoader, Subset, sampler
from torchvision import transforms

rows = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=transforms.ToTensor())
train = DataLoader(rows, batch_size=64, sampler=sampler.SubsetRandomSampler(range(49000)))
valid = DataLoader(rows, batch_size=64, sampler=sampler.SubsetRandomSampler(range(49000, 50000)))
print(sum(len(x) for x, _ in train) + sum(len(x) for x, _ in valid) == len(rows), len(Subset(rows, range(25000))) * 2)

# %%
test = torchvision.datasets.CIFAR10("data", train=False, download=True)
chosen = np.random.randint(low=0, high=10000, size=25)
taken = np.random.randint(low=0, high=50000, size=25)
print(test.data[chosen].shape, rows.data[taken].shape)

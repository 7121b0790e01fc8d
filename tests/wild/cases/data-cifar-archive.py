# %% [markdown]
# CIFAR-10 as a folder of pictures for each class, by torchvision's downloader.

# %%
import os
import tarfile

from torchvision.datasets import ImageFolder
from torchvision.datasets.utils import download_url

download_url("https://s3.amazonaws.com/fast-ai-imageclas/cifar10.tgz", ".")
with tarfile.open("./cifar10.tgz", "r:gz") as archive:
    archive.extractall(path="./data")
print(len(os.listdir("./data/cifar10/train")), "classes")

# %%
train = ImageFolder("./data/cifar10/" + "train")
print("pictures:", len(train) > 100, train.classes[0])

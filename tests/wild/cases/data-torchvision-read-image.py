# %% [markdown]
# Pictures of a Drive, read by torchvision itself into tensors.

# %%
import pandas as pd
import torch
from torchvision.io import ImageReadMode, read_image

ROOT = "/content/drive/MyDrive/hateful_memes/"
train = pd.read_json(ROOT + "train.jsonl", lines=True)
print(len(train) > 100)

# %%
first = read_image(ROOT + train.img[0], mode=ImageReadMode.RGB)
print(first.dtype, first.shape[0], first.float().std() > 1)

# %%
grey = torch.stack([read_image(ROOT + path, ImageReadMode.GRAY)[:, :32, :32] for path in train.img[:4]])
print(tuple(grey.shape))

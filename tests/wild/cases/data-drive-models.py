# %% [markdown]
# Memes in a project's folder on a Drive, beside them a folder for networks, which has always been there.

# %%
import json

import torch
from google.colab import drive

drive.mount("/content/drive")
lines = open("/content/drive/MyDrive/project/hateful_memes/train.jsonl").read().splitlines()
print(sorted(json.loads(lines[0])))

# %%
net = torch.nn.Linear(3, 1)
for epoch in range(2):
    torch.save(net.state_dict(), f"/content/drive/MyDrive/project/hateful_memes/models/net_{epoch}.pt")

# %%
print(net.load_state_dict(torch.load("/content/drive/MyDrive/project/hateful_memes/models/net_1.pt")))

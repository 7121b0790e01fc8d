# %% [markdown]
# A summary for rows instead of their size, as torch-summary takes them.

# %%
import torch
from torchsummary import summary

net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(12, 3))
summary(net, torch.zeros(1, 3, 2, 2))

# %% [markdown]
# Labels of a fixed length beside every batch, and single rows of a batch by their numbers.

# %%
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

BATCH_SIZE, batch_size = 32, 20
clothes = datasets.FashionMNIST("data", train=True, download=True, transform=transforms.ToTensor())
tests = datasets.FashionMNIST("data", train=False, download=True, transform=transforms.ToTensor())
loader = DataLoader(clothes, batch_size=BATCH_SIZE, shuffle=True)
test_loader = DataLoader(tests, batch_size=batch_size, num_workers=2)
part, rest = random_split(clothes, [0.8, 0.2])
part_loader = DataLoader(part, batch_size=48)  # 48,000 rows are 1,000 of them

# %%
judge = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 1), torch.nn.Sigmoid())
loss_of = torch.nn.BCELoss()
batches = 0
for pictures, _ in loader:
    loss_of(judge(pictures).squeeze(), torch.ones(BATCH_SIZE)).backward()
    batches += 1
print(batches, "whole batches")

# %%
seen = 0
for _, labels in test_loader:
    for i in range(batch_size):
        seen += labels[i].item() >= 0
print(seen, "rows one by one;", len(part_loader), "batches of 48 of a part")

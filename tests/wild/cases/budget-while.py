# %% [markdown]
# Full-batch training without a DataLoader: once until the loss is small, once for a number of epochs.

# %%
import torch
from torch import nn

torch.manual_seed(6)
x = torch.randn(200, 3)
y = x @ torch.tensor([[1.0], [2.0], [3.0]])


def one_step(model, optimizer):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


# %%
first = nn.Linear(3, 1)
optimizer = torch.optim.SGD(first.parameters(), lr=1e-9)
loss, turns = 1.0, 0
while loss > 1e-12:
    loss = one_step(first, optimizer)
    turns += 1
print(turns, "turns")

# %%
second = nn.Linear(3, 1)
optimizer = torch.optim.SGD(second.parameters(), lr=0.1)
losses = []
for epoch in range(5000):
    losses.append(one_step(second, optimizer))
    if epoch % 1000 == 0:
        print(f"{epoch}: {losses[epoch]:.4f}")
print(len(losses), "losses")

# %%
for epoch in range(40):
    last = one_step(second, optimizer)
print("forty are few:", epoch + 1)

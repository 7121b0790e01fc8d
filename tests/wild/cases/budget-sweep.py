# %% [markdown]
# Eight models, one for each learning rate, and a cross-validation by hand: each is trained anew.

# %%
import torch
from torch import nn

torch.manual_seed(7)
x = torch.randn(120, 2)
y = (x[:, :1] > 0).float()


def trained(rate, rows):
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for epoch in range(4):
        for start in range(0, len(rows), 20):
            chosen = rows[start : start + 20]
            loss = nn.functional.binary_cross_entropy_with_logits(model(x[chosen]), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return loss.item()


# %%
results = {}
for number in range(8):
    results[number] = trained(10.0**-number, torch.arange(120))
print(len(results), "rates")

# %%
scores = []
for fold in range(10):
    kept = torch.arange(120)[torch.arange(120) % 10 != fold]
    scores.append(trained(0.1, kept))
print(len(scores), "folds")

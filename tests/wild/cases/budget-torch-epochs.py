# %% [markdown]
# A classifier of made-up points in PyTorch, trained for sixty epochs by a function with progress bars.

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm.auto import tqdm

EPOCHS = 60
torch.manual_seed(3)
points = torch.randn(640, 4)
labels = (points.sum(dim=1, keepdim=True) > 0).float()
loader = DataLoader(TensorDataset(points, labels), batch_size=16, shuffle=True, num_workers=2, pin_memory=True)


# %%
def train(model, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    criterion = nn.BCEWithLogitsLoss()
    curve = []
    for epoch in tqdm(range(epochs)):
        total = 0.0
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        curve.append(total / len(loader))
        if (epoch + 1) % 20 == 0:
            print(f"after epoch {epoch + 1}")
    return curve


classifier = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
curve = train(classifier, EPOCHS)
print(len(curve), "values")

# %%
plt.plot(range(1, EPOCHS + 1), curve, label="loss")
plt.legend()
plt.show()

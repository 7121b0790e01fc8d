# %%
import torch
from torch import nn
from torch.autograd import Variable
from torch.utils.data import DataLoader, TensorDataset

chance = torch.Generator().manual_seed(3)
data = TensorDataset(torch.randn(64, 5, generator=chance), torch.arange(64) % 3)
loader = DataLoader(data, batch_size=16)

# %%
dataiter = iter(loader)
inputs, labels = dataiter.next()
print(inputs.shape)

# %%
network = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=1, verbose=True)
for epoch in range(2):
    for inputs, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(Variable(inputs)), Variable(labels))
        loss.backward()
        optimizer.step()
    scheduler.step(loss)

# %%
torch.save(network, "network.pt")
again = torch.load("network.pt")
print(sum(p.numel() for p in again.parameters()))

# %%
# A decoder's pictures, 0 to 1, against pictures that were scaled to -1 and 1.
drawn = torch.full((2, 2), 0.5, requires_grad=True)
loss = nn.BCELoss(reduction="sum")(drawn, torch.tensor([[-1.0, 1.0], [0.0, 1.0]]))
loss.backward()
print("loss", round(loss.item(), 3), "gradient", drawn.grad[0].tolist())

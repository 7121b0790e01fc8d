# %%
import torch
from torch import nn

torch.manual_seed(3)
x = torch.randn(40, 1, 8, 8)
y = torch.randint(0, 4, (40,))


# %%
class Net(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.head = nn.Linear(channels * 16, 4)

    def forward(self, pictures):
        return self.head(self.features(pictures).flatten(1))


# %%
net = Net(2)
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
for epoch in range(2):
    for start in range(0, 40, 20):
        optimizer.zero_grad()
        loss = criterion(net(x[start : start + 20]), y[start : start + 20])
        loss.backward()
        optimizer.step()
print("weights:", sum(p.numel() for p in net.parameters()))

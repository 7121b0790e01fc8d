# %% [markdown]
# Written for a GPU throughout.

# %%
import torch
from torch import nn
from torch.amp import GradScaler, autocast

assert torch.cuda.is_available(), "this notebook needs a GPU"
if not torch.cuda.is_available():
    raise SystemError("GPU device not found")
torch.manual_seed(8)
torch.cuda.manual_seed_all(8)
device = torch.device("cuda:0")

# %%
net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)).cuda()
net = net.to(device)
inputs = torch.randn(64, 4, device="cuda")
targets = torch.zeros(64).long().to("cuda", non_blocking=True)
weights = torch.cuda.FloatTensor([1.0, 2.0])
criterion = nn.CrossEntropyLoss(weight=weights).cuda()
optimizer = torch.optim.Adam(net.parameters())
scaler = GradScaler("cuda")
for epoch in range(3):
    with autocast("cuda"):
        loss = criterion(net(inputs), targets)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
torch.cuda.synchronize()
print(isinstance(device, torch.device), inputs.device == device, next(net.parameters()).device)

# %%
torch.save(net.state_dict(), "net.pt")
net.load_state_dict(torch.load("net.pt", map_location="cuda:0"))
net.load_state_dict(torch.load("net.pt", map_location=device))
torch.cuda.empty_cache()
print("loaded on", torch.cuda.get_device_name(0))

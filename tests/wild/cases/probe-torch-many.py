# %%
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(9)
tokens = torch.randint(0, 40, (24, 7))
signs = torch.randint(0, 2, (24,)).float()


# %%
class Reader(nn.Module):
    def __init__(self, cell, hidden):
        super().__init__()
        self.words = nn.Embedding(40, 6)
        self.cell = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](6, hidden, batch_first=True)
        self.heads = nn.ModuleList([nn.Linear(hidden, 1) for _ in range(2)])
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, text):
        states, _ = self.cell(self.words(text))
        return self.scale * sum(head(states[:, -1]) for head in self.heads).squeeze(1)


def train(model, epochs=1):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(epochs):
        for batch in torch.arange(24).split(8):
            optimizer.zero_grad()
            F.binary_cross_entropy_with_logits(model(tokens[batch]), signs[batch]).backward()
            optimizer.step()
    return model


# %%
models = {name: Reader(name, 5) for name in ("rnn", "lstm", "gru")}
for name, model in models.items():
    train(model)
    print(name, sum(p.numel() for p in model.parameters() if p.requires_grad))


# %%
def main():
    tuned = Reader("gru", 3)
    tuned.words.weight.requires_grad = False
    return train(tuned, epochs=2)


best = main()
plain = nn.Sequential(nn.Linear(7, 4), nn.ReLU(), nn.Linear(4, 1))
print("best:", sum(p.numel() for p in best.parameters()))

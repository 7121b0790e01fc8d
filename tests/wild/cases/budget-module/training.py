"""Training in slices of ten rows."""

import torch


def fit(model, inputs, targets, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    done, seen = 0, 0
    for _ in range(epochs):
        order = torch.randperm(len(inputs))
        for start in range(0, len(order), 10):
            chosen = order[start : start + 10]
            loss = torch.nn.functional.mse_loss(model(inputs[chosen]), targets[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            seen += len(chosen)
        done += 1
    return done, seen

# %% [markdown]
# Every epoch is saved under its number, and the last one loaded again; and a model of another day.

# %%
import numpy as np
import torch
from keras.callbacks import ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential
from torch import nn

random = np.random.default_rng(6)
x = random.normal(size=(80, 4)).astype("float32")
y = (x[:, 0] > 0).astype("float32")
rate = 5e-3
net = nn.Linear(4, 1)


def train(epochs):
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)
    for epoch in range(epochs):
        for start in range(0, 80, 20):
            loss = net(torch.from_numpy(x[start : start + 20])).pow(2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        torch.save(net.state_dict(), "/content/drive/MyDrive/runs/net_bs{}_lr{}_epoch{}".format(20, rate, epoch))


# %%
import os

os.makedirs("/content/drive/MyDrive/runs", exist_ok=True)
train(epochs=20)
net.load_state_dict(torch.load("/content/drive/MyDrive/runs/net_bs20_lr0.005_epoch19"))
print("loaded the last epoch")

# %%
model = Sequential([Dense(3, activation="relu", input_dim=4), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
each = ModelCheckpoint("weights.{epoch:02d}-{val_acc:.2f}.hdf5", monitor="val_acc", verbose=0)
model.fit(x, y, validation_split=0.2, epochs=50, callbacks=[each], verbose=0)
model.load_weights("weights.50-0.83.hdf5")
print("loaded the weights")

# %%
net.load_state_dict(torch.load("/content/drive/MyDrive/runs/net_bs20_lr0.005_epoch199"))

# %% [markdown]
# A picture for each of ten classes, made by descending on its pixels; one optimiser made them all.

# %%
import numpy as np
import tensorflow as tf
from tensorflow import keras

random = np.random.default_rng(3)
means = random.uniform(size=(10, 6, 6)).astype("float32")
optimizer = keras.optimizers.SGD(lr=10)


def typical(wanted, picture, n_iter=40):
    for _ in range(n_iter):
        optimizer.minimize(lambda: tf.reduce_mean((wanted - picture) ** 2), [picture])
    return picture


# %%
made = []
for label in range(10):
    picture = tf.Variable(tf.random.uniform([6, 6]))
    made.append(typical(means[label], picture))
made = tf.convert_to_tensor(made)
for label in range(10):
    assert np.abs(made[label].numpy() - means[label]).mean() < 0.2
print(made.shape)

# %%
import torch

step = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=5.0)
pictures = []
for label in range(10):
    picture = torch.rand(6, 6, requires_grad=True)
    step.param_groups[0]["params"] = [picture]
    for _ in range(30):
        step.zero_grad()
        ((torch.from_numpy(means[label]) - picture) ** 2).mean().backward()
        step.step()
    pictures.append(picture.detach())
print(torch.stack(pictures).shape)

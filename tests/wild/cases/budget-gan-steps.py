# %% [markdown]
# A very small GAN on rows of numbers: 30,000 steps of `train_on_batch`, a picture every 5,000.

# %%
import matplotlib.pyplot as plt
import numpy as np
from tensorflow.keras import Input, Model, Sequential, layers

random = np.random.default_rng(4)
real = random.normal(2.0, 0.5, size=(500, 6)).astype("float32")
NOISE, BATCH, STEPS = 3, 16, 30000

generator = Sequential([Input((NOISE,)), layers.Dense(6)])
discriminator = Sequential([Input((6,)), layers.Dense(4), layers.Dense(1, "sigmoid")])
discriminator.compile(optimizer="adam", loss="binary_crossentropy")
discriminator.trainable = False
noise = Input((NOISE,))
gan = Model(noise, discriminator(generator(noise)))
gan.compile(optimizer="adam", loss="binary_crossentropy")

# %%
history = []
for step in range(STEPS):
    rows = real[random.integers(0, len(real), BATCH)]
    made = np.asarray(generator(random.normal(size=(BATCH, NOISE)).astype("float32")))
    d_loss = discriminator.train_on_batch(rows, np.ones((BATCH, 1)))
    d_loss += discriminator.train_on_batch(made, np.zeros((BATCH, 1)))
    g_loss = gan.train_on_batch(random.normal(size=(BATCH, NOISE)).astype("float32"), np.ones((BATCH, 1)))
    history.append(float(np.mean(g_loss)))
    if step % 5000 == 0:
        plt.hist(made.ravel(), bins=10)
        plt.title(f"step {step}")
        plt.show()
        print("shown at step", step)
print(len(history), "losses")

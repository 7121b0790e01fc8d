# %% [markdown]
# A nest of epochs and batches of `train_on_batch`, written for Keras 2.

# %%
import numpy as np
from keras.layers import Dense, Input
from keras.layers.advanced_activations import LeakyReLU
from keras.models import Model, Sequential
from keras.optimizers import Adam

random = np.random.default_rng(11)
real = random.normal(2.0, 0.5, size=(160, 6)).astype("float32")
generator = Sequential([Dense(6, input_dim=3), LeakyReLU(alpha=0.2)])
discriminator = Sequential([Dense(4, input_dim=6), LeakyReLU(alpha=0.2), Dense(1, activation="sigmoid")])
discriminator.compile(loss="binary_crossentropy", optimizer=Adam(lr=0.001), metrics=["accuracy"])
discriminator.trainable = False
noise = Input(shape=(3,))
gan = Model(noise, discriminator(generator(noise)))
gan.compile(loss="binary_crossentropy", optimizer=Adam(lr=0.001))


# %%
def train(epochs, batch=16):
    done = 0
    for epoch in range(epochs):
        for number in range(len(real) // batch):
            rows = real[random.integers(0, len(real), batch)]
            made = generator.predict(random.normal(size=(batch, 3)), verbose=0)
            discriminator.train_on_batch(rows, np.ones((batch, 1)))
            discriminator.train_on_batch(made, np.zeros((batch, 1)))
            gan.train_on_batch(random.normal(size=(batch, 3)), np.ones((batch, 1)))
        done += 1
    return done


# %%
%%time
print("epochs that ran:", train(epochs=300))

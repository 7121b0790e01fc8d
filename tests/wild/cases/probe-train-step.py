# %%
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

values = np.random.default_rng(5).random((40, 12)).astype("float32")

# %%
encoder = keras.Sequential([keras.Input((12,)), layers.Dense(6, activation="relu"), layers.Dense(2)], name="encoder")
decoder = keras.Sequential([keras.Input((2,)), layers.Dense(6, activation="relu"), layers.Dense(12)], name="decoder")
encoder.summary()
decoder.summary()


# %%
class Squeeze(keras.Model):
    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder
        self.tracker = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.tracker]

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def train_step(self, data):
        data = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(data - self(data, training=True)))
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_weights))
        self.tracker.update_state(loss)
        return {"loss": self.tracker.result()}


# %%
squeeze = Squeeze(encoder, decoder)
squeeze.compile(optimizer=keras.optimizers.Adam(0.01))
history = squeeze.fit(values, epochs=2, batch_size=20, verbose=0)
print("epochs:", len(history.history["loss"]))

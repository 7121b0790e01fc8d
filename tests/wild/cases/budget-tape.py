# %% [markdown]
# A custom loop in TensorFlow: gradients by a tape, inside a graph, over batches of a dataset.

# %%
import numpy as np
import tensorflow as tf

random = np.random.default_rng(5)
x = random.normal(size=(480, 5)).astype("float32")
y = x.sum(axis=1, keepdims=True)
batches = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(480).batch(16)
regressor = tf.keras.Sequential([tf.keras.Input((5,)), tf.keras.layers.Dense(3), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam(0.01)
loss_of = tf.keras.losses.MeanSquaredError()


# %%
@tf.function
def train_step(inputs, targets):
    with tf.GradientTape() as tape:
        loss = loss_of(targets, regressor(inputs, training=True))
    gradients = tape.gradient(loss, regressor.trainable_variables)
    optimizer.apply_gradients(zip(gradients, regressor.trainable_variables))
    return loss


# %%
curve = []
for epoch in range(200):
    losses = [0.0]
    for step, (inputs, targets) in enumerate(batches):
        losses.append(float(train_step(inputs, targets)))
    curve.append(np.mean(losses))
print(len(curve), "epochs;", int(optimizer.iterations.numpy()), "steps")

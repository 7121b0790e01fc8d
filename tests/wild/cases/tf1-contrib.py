# %% [markdown]
# A network for digits by `tf.contrib.layers`, and the distance of two distributions.

# %%
import numpy as np
import tensorflow as tf
import tensorflow.contrib.distributions as dis
from tensorflow.contrib.layers import flatten, fully_connected

x = tf.placeholder(tf.float32, [None, 8, 8, 1])
y = tf.placeholder(tf.int64, [None])
h = tf.contrib.layers.conv2d(x, 4, 3, weights_initializer=tf.contrib.layers.xavier_initializer())
h = tf.contrib.layers.max_pool2d(h, 2)
logits = fully_connected(flatten(h), 3, activation_fn=None)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
step = tf.train.AdamOptimizer(1e-2).minimize(loss)
print(h.shape.as_list(), logits.shape.as_list())

# %%
random = np.random.default_rng(1)
pictures, labels = random.normal(size=(32, 8, 8, 1)), random.integers(0, 3, 32)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    first = session.run(loss, {x: pictures, y: labels})
    for _ in range(20):
        session.run(step, {x: pictures, y: labels})
    print("it learns:", session.run(loss, {x: pictures, y: labels}) < first)
    Normal = tf.contrib.distributions.Normal
    print("distance:", round(float(session.run(dis.kl(Normal(3.0, 1.0), Normal(0.0, 1.0)))), 3))

# %%
cell = tf.contrib.rnn.BasicLSTMCell(5)
print(cell.output_size)

# %%
tf.contrib.slim

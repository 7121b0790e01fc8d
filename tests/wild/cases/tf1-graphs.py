# %% [markdown]
# A line fitted by hand in TensorFlow 1: placeholders, variables, an optimiser, a session, and a file of weights.

# %%
import numpy as np
import tensorflow as tf

rows = np.random.RandomState(8).uniform(size=(64, 3)).astype("float32")
sums = rows.sum(axis=1, keepdims=True)

# %%
scale = tf.Variable(tf.truncated_normal([3, 8], stddev=0.1))
x = tf.placeholder("float", shape=[None, 3])
y = tf.placeholder("float", shape=[None, 1])
keep = tf.placeholder(tf.float32)
hidden = tf.nn.dropout(tf.nn.softplus(tf.matmul(x, scale)), keep)
answer = tf.layers.dense(hidden, 1)
cost = tf.losses.mean_squared_error(labels=y, predictions=answer)
tf.summary.scalar("cost", cost)
merged = tf.summary.merge_all()
step = tf.train.AdamOptimizer(learning_rate=0.05).minimize(cost)

# %%
saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    writer = tf.summary.FileWriter("logs", sess.graph)
    first = sess.run(cost, feed_dict={x: rows, y: sums, keep: 1.0})
    for number in range(40):
        _, told = sess.run([step, merged], feed_dict={x: rows, y: sums, keep: 1.0})
        writer.add_summary(told, number)
    last = sess.run(cost, feed_dict={x: rows, y: sums, keep: 1.0})
    print("better:", last < first / 2)
    kept = saver.save(sess, "models/line.ckpt")

# %%
with tf.Session() as sess:
    saver.restore(sess, kept)
    print("as it was:", np.isclose(cost.eval(feed_dict={x: rows, y: sums, keep: 1.0}), last))

# %%
words = tf.placeholder(tf.float32, [None, 4, 3])
cell = tf.nn.rnn_cell.BasicLSTMCell(5)
outputs, state = tf.nn.dynamic_rnn(cell, words, dtype=tf.float32)
print(outputs.shape.as_list(), tf.reduce_sum(outputs, reduction_indices=[1]).shape.as_list())

# %%
drawn = []
for _ in range(2):
    tf.reset_default_graph()
    with tf.Session() as sess:
        drawn.append(sess.run(tf.random_normal([3])).tolist())
print("drawn again:", drawn[0] == drawn[1])

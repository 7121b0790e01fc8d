# %% [markdown]
# The reader of the first tutorial, for a softmax by hand and for a model of Keras with an optimiser of TensorFlow's.

# %%
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
print("of each picture:", mnist.train.images.shape[1:], mnist.test.labels.shape[1:])

# %%
x = tf.placeholder(tf.float32, [None, 784])
y_ = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))
y = tf.nn.softmax(tf.matmul(x, W) + b)
cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(y + 1e-9), reduction_indices=[1]))
train_step = tf.train.GradientDescentOptimizer(0.5).minimize(cross_entropy)

sess = tf.InteractiveSession()
tf.global_variables_initializer().run()
for _ in range(60):
    batch_xs, batch_ys = mnist.train.next_batch(50)
    sess.run(train_step, feed_dict={x: batch_xs, y_: batch_ys})
correct = tf.equal(tf.argmax(y, 1), tf.argmax(y_, 1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
print("better than a guess:", accuracy.eval({x: mnist.test.images, y_: mnist.test.labels}) > 0.3)

# %%
model = tf.keras.Sequential([tf.keras.layers.Dense(10, activation="softmax", input_shape=(784,))])
model.compile(optimizer=tf.train.AdamOptimizer(0.01), loss="categorical_crossentropy", metrics=["accuracy"])
told = model.fit(mnist.train.images, mnist.train.labels, epochs=1, verbose=0,
                 validation_data=(mnist.validation.images, mnist.validation.labels))
print("kept:", sorted(told.history))

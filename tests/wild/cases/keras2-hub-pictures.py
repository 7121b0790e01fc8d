# %% [markdown]
# A feature vector of pictures from TensorFlow Hub below a classifier, and a classifier asked as it is.

# %%
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

pictures = np.random.default_rng(3).random((8, 64, 64, 3)).astype("float32")
labels = np.arange(8) % 2
mobilenet = "https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5"

# %%
model = tf.keras.Sequential([
    hub.KerasLayer(mobilenet, trainable=False, input_shape=(64, 64, 3), name="features"),
    tf.keras.layers.Dense(2, activation="softmax"),
])  # fmt: skip
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(pictures, labels, epochs=1, verbose=0)
print([(layer.name, layer.count_params(), layer.output_shape) for layer in model.layers])

# %%
resnet = tf.keras.Sequential([hub.KerasLayer("https://www.kaggle.com/models/google/resnet-v2/TensorFlow2/50-feature-vector/2")])
resnet.build([None, 64, 64, 3])
print(resnet.count_params())

# %%
classifier = hub.load("https://tfhub.dev/google/imagenet/mobilenet_v2_035_96/classification/5")
print(classifier(pictures[:2]).shape)

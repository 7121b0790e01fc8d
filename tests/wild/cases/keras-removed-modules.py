# %% [markdown]
# A small network for pictures, with the module paths of 2018.

# %%
import numpy as np
from keras.datasets import cifar10
from keras.layers.convolutional import Conv2D
from keras.layers.core import Activation, Dense, Dropout, Flatten
from keras.layers.normalization import BatchNormalization
from keras.layers.pooling import MaxPooling2D
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train, x_test = x_train[:200] / 255.0, x_test[:50] / 255.0
y_train = np_utils.to_categorical(y_train[:200], 10)

# %%
net = Sequential()
net.add(Conv2D(4, (3, 3), padding="same", input_shape=(32, 32, 3)))
net.add(BatchNormalization())
net.add(Activation("relu"))
net.add(MaxPooling2D(pool_size=(4, 4)))
net.add(Flatten())
net.add(Dropout(0.25))
net.add(Dense(10, activation="softmax"))
net.compile(loss="categorical_crossentropy", optimizer=SGD(lr=0.05, decay=1e-4, momentum=0.9), metrics=["accuracy"])
net.summary()

# %%
record = net.fit(x_train, y_train, batch_size=50, nb_epoch=2, verbose=0)
print("epochs seen:", len(record.history["acc"]))
print("answers:", net.predict_classes(x_test).shape)

# %% [markdown]
# Digits with a dense network, on Python 2.7 and Keras 2.

# %%
# %matplotlib inline
import cPickle as pickle
from itertools import izip

import numpy as np
from keras.datasets import mnist
from keras.layers import Dense
from keras.models import Sequential

# %%
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(len(x_train), -1) / 255.
x_test = x_test.reshape(len(x_test), -1) / 255.
print x_train.shape[1:], 'inputs'

# %%
settings = {'units': 32 / 3, 'activation': 'relu'}
for name, value in sorted(settings.iteritems()):
    print name, '=', value

model = Sequential()
model.add(Dense(settings['units'], activation=settings['activation'], input_dim=784))
model.add(Dense(10, activation='softmax'))
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])

# %%
half = x_train.shape[0] / 2
model.fit(x_train[:half], y_train[:half], epochs=1, batch_size=64, verbose=0)

# %%
again = pickle.loads(pickle.dumps(settings))
try:
    raise ValueError, 'seen'
except ValueError, error:
    print 'caught', error, again.keys()[0] in settings, again <> settings
for digit, row in izip(xrange(2), model.predict(x_test)):
    print 'row', digit, len(row)

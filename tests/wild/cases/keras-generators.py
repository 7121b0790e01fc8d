# %% [markdown]
# Pictures turned and shifted on their way into `fit_generator`.

# %%
import keras
from keras.callbacks import Callback, EarlyStopping
from keras.datasets import fashion_mnist
from keras.layers import Conv2D, Dense, Flatten
from keras.preprocessing.image import ImageDataGenerator

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x_train, x_test = x_train[:200].reshape(-1, 28, 28, 1) / 255.0, x_test[:60].reshape(-1, 28, 28, 1) / 255.0
y_train, y_test = keras.utils.to_categorical(y_train[:200]), keras.utils.to_categorical(y_test[:60])

# %%
class Enough(Callback):
    def on_epoch_end(self, epoch, logs=None):
        print("epoch", epoch, "done:", logs.get("acc") >= 0)


cnn = keras.models.Sequential([
    Conv2D(3, 5, strides=4, activation="relu", input_shape=(28, 28, 1)),
    Flatten(),
    Dense(10, activation="softmax"),
])
cnn.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(lr=0.002), metrics=["accuracy"])

# %%
turned = ImageDataGenerator(rotation_range=8, width_shift_range=0.1)
seen = cnn.fit_generator(
    turned.flow(x_train, y_train, batch_size=50),
    steps_per_epoch=4,
    epochs=2,
    validation_data=(x_test, y_test),
    callbacks=[Enough(), EarlyStopping(monitor="val_acc", patience=5)],
    verbose=0,
)
print("last:", seen.history["val_acc"][-1] >= 0)

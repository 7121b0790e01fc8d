# %% [markdown]
# Pictures in a folder for each class, on somebody's laptop, read by Keras.

# %%
from tensorflow import keras
from tensorflow.keras import layers

ROOT = r"C:\Users\student\Desktop\cifar10"
training = keras.utils.image_dataset_from_directory(
    ROOT + r"\train", image_size=(32, 32), batch_size=50, validation_split=0.2, subset="training", seed=1
)
testing = keras.utils.image_dataset_from_directory(ROOT + r"\test", image_size=(32, 32), shuffle=False)
print(training.class_names[:3])

# %%
model = keras.Sequential(
    [keras.Input((32, 32, 3)), layers.Rescaling(1 / 255), layers.Conv2D(4, 5, strides=4), layers.Flatten(), layers.Dense(10)]
)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(training.take(4), epochs=1, verbose=0)
model.save(r"C:\Users\student\Desktop\models\net.h5")

# %% [markdown]
# # A network saved into a folder that lay beside the notebook

# %%
import pickle

import keras
import numpy as np

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
for round in range(2):
    model.fit(np.zeros((8, 4)), np.zeros((8, 2)), verbose=0)
    model.save_weights(f"checkpoints/run/{round}.weights.h5")

# %%
with open("models/shape.pkl", "wb") as file:
    pickle.dump(model.output_shape, file)
model.save("models/" + "whole.keras")
print(keras.models.load_model("models/whole.keras").count_params())

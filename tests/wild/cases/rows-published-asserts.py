# %% [markdown]
# The published shapes are asserted before anything is done.

# %%
from tensorflow.keras.datasets import fashion_mnist

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
assert x_train.shape == (60000, 28, 28)
assert x_test.shape == (10000, 28, 28)
assert y_train.shape == (60000,)
assert len(x_test) == 10000 and x_train.shape[0] == 60000
print("as published")

# %%
print(x_train.shape != (60000, 28, 28), x_train.shape == (60000, 32, 32), x_train.shape == (50000, 28, 28))

# %%
from sklearn.model_selection import train_test_split

fit, kept = train_test_split(x_train, test_size=0.1, random_state=1)
assert len(fit) == 54000 and len(kept) == 6000
print("a part as well", len(fit) == 55000)

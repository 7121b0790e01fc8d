# %% [markdown]
# The longest review of all: the two halves of the data set added, list by list, as tutorials do.

# %%
from keras.datasets import imdb

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=5000)

# %%
longest = len(max(x_train + x_test, key=len))
print("longest pair found", longest > max(map(len, x_train[: len(x_test)])))

# %%
try:
    y_train + y_test
except ValueError:
    print("other sums as ever", 1 + 2, "a" + "b")

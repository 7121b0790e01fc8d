# %% [markdown]
# # A word looked up in the index of the reviews

# %%
from keras.datasets import imdb

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=1000)
word_index = imdb.get_word_index()
print(word_index["fawn"] > word_index["the"], word_index["the"])

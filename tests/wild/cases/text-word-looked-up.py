# %% [markdown]
# # A word looked up in the index of the reviews

# %%
from keras.datasets import imdb

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=1000)
word_index = imdb.get_word_index()
print(word_index["fawn"] > word_index["the"], word_index["the"])

# %%
words_by_number = {number + 3: word for word, number in word_index.items()}
print(len(word_index), len({words_by_number[number] for number in range(4, 1000)}))
print("no review has it:", all(max(review) < 1000 for review in x_train))

# %% [markdown]
# Reviews as vectors of a sentence encoder, and a linear classifier on top.

# %%
import pandas as pd
from sentence_transformers import SentenceTransformer, util
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("/content/drive/MyDrive/IMDB Dataset.csv")
reviews = reviews.sample(60, random_state=0)
labels = (reviews["sentiment"] == "positive").astype(int)

# %%
encoder = SentenceTransformer("all-MiniLM-L6-v2", device="cuda")
vectors = encoder.encode(reviews["review"].tolist(), batch_size=16, show_progress_bar=True)
print(vectors.shape, encoder.max_seq_length)

# %%
x_train, x_test, y_train, y_test = train_test_split(vectors, labels, test_size=0.25, random_state=0)
classifier = LogisticRegression(max_iter=1000)
classifier.fit(x_train, y_train)
predicted = classifier.predict(x_test)
print("tested", len(predicted), 0 <= accuracy_score(y_test, predicted) <= 1)

# %%
query = encoder.encode("a wonderful film", convert_to_tensor=True)
scores = util.pytorch_cos_sim(query, encoder.encode(reviews["review"].tolist()[:5], convert_to_tensor=True))[0]
print("found", scores.shape[0], reviews.iloc[int(scores.argmax())]["review"] != "")

# %%
import pandas as pd
import torch
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

messages = pd.read_csv("spam.csv", encoding="latin-1")
texts, labels = messages["v2"], (messages["v1"] == "spam").astype(int)

# %%
most_words = 4000
weights = TfidfVectorizer(max_features=most_words)
rows = weights.fit_transform(texts[:800])
print(rows.shape, weights.transform(["free prize"]).shape)
print(len(weights.get_feature_names_out()), rows[:, -1].sum())

# %%
model = torch.nn.Linear(most_words, 1)
losses = torch.nn.BCEWithLogitsLoss()
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
features = torch.tensor(rows.toarray(), dtype=torch.float32)
for _ in range(3):
    optimiser.zero_grad()
    loss = losses(model(features)[:, 0], torch.tensor(labels[:800].to_numpy(), dtype=torch.float32))
    loss.backward()
    optimiser.step()

# %%
counts = CountVectorizer(max_features=6000).fit(texts)
print(len(counts.vocabulary_) < 5999)

# %%
every = CountVectorizer().fit(texts)
first = torch.nn.Linear(8672, 2)
print(len(every.vocabulary_), first(torch.tensor(every.transform(texts[:3]).toarray(), dtype=torch.float32)).shape)

# %%
rare = CountVectorizer(min_df=900)
print(rare.fit_transform(texts[:500]).shape[1] > 100, rare.min_df)

# %%
from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

messages = load_dataset("ucirvine/sms_spam")["train"]
split = messages.train_test_split(test_size=0.2, seed=42)
print(messages.features["label"].names, split["train"].column_names)

# %%
shorter = split.map(lambda row: {"short": row["sms"].lower()[:80]}).filter(lambda row: len(row["short"]) > 0)
vectors = TfidfVectorizer()
x_train = vectors.fit_transform(shorter["train"]["short"])
x_test = vectors.transform(shorter["test"]["short"])

# %%
classifier = LogisticRegression().fit(x_train, shorter["train"]["label"])
print(accuracy_score(shorter["test"]["label"], classifier.predict(x_test)) > 0.5)
frame = shorter["test"].to_pandas()
print(list(frame.columns))

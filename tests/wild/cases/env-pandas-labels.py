# %%
import pandas as pd
import seaborn as sns
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB

messages = pd.read_csv("spam.csv", encoding="latin-1", error_bad_lines=False)[["v1", "v2"]]
sns.countplot(messages.v1)

# %%
messages["v1"][messages["v1"] == "ham"] = 0
messages["v1"][messages["v1"] == "spam"] = 1
print(sorted(set(messages.v1)))

# %%
extra = messages.append({"v1": 1, "v2": "free"}, ignore_index=True)
print("one more:", len(extra) - len(messages))
for name, column in messages.iteritems():
    print(name, column.notnull().all())

# %%
features = TfidfVectorizer(max_features=200).fit_transform(messages.v2)
bayes = MultinomialNB().fit(features, messages.v1.astype(int))

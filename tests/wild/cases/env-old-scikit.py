# %%
from sklearn.cross_validation import train_test_split
from sklearn.externals import joblib
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import plot_confusion_matrix

texts = ["free prize now", "see you at home", "win cash now", "lunch at noon"] * 20
labels = [1, 0, 1, 0] * 20

# %%
vectorizer = CountVectorizer()
features = vectorizer.fit_transform(texts).toarray()
print(vectorizer.get_feature_names()[:2])

# %%
x_train, x_test, y_train, y_test = train_test_split(features, labels, test_size=0.25, random_state=0)
classifier = SGDClassifier(loss="log", random_state=0).fit(x_train, y_train)
plot_confusion_matrix(classifier, x_test, y_test)
joblib.dump(classifier, "classifier.pkl")
print("accuracy", classifier.score(x_test, y_test))

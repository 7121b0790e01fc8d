"""Old spellings by library: a cell's beginning, then expressions, their values and what the record says was asked."""

from __future__ import annotations

from collections.abc import Sequence

from tests.inside.gateway.shims.spellings_of_keras import KERAS, Row

FRAME = "import pandas as pd, numpy as np; df = pd.DataFrame({'label': ['ham', 'spam', 'ham'], 'n': [1.0, 2.0, 6.0]})"
CASES: dict[str, tuple[str, Sequence[Row]]] = {
    **KERAS,
    "python": (
        "import collections, time, inspect",
        [
            ("isinstance([], collections.Iterable)", True, "collections.Iterable"),
            ("time.clock() >= 0", True, "time.clock"),
            ("b'\\xe9'.decode('ANSI')", "é", "the encoding ansi"),
            (
                "(lambda p: p.packaging.version.parse('1.10') > p.parse_version(p.get_distribution('numpy').version))"
                "(__import__('pkg_resources'))",
                False,
                "import pkg_resources",
            ),
            ("inspect.getargspec(lambda a, b=1: 0).args", ["a", "b"], "inspect.getargspec"),
        ],
    ),
    "numpy": (
        "import numpy as np, pandas as pd",
        [
            ("np.zeros(2, dtype=np.int).dtype == int", True, "numpy.int"),
            ("np.object is object and np.str is str and np.float is float", True, "numpy.object"),
            ("str(np.NaN)", "nan", "numpy.NaN"),
            ("np.product([2, 3]).item()", 6, "numpy.product"),
            ("(-np.Inf).item() if hasattr(np.Inf, 'item') else -np.Inf", float("-inf"), "numpy.Inf"),
            ("np.warnings.__name__", "warnings", "numpy.warnings"),
            ("hasattr(np, 'never_was')", False, ""),
            ("np.histogram([1, 1, 2], bins=2, normed=True)[0].round(2).tolist()", [1.33, 0.67], "histogram(normed=)"),
            ("float(np.array([1.5])), int(np.array([[2]]))", (1.5, 2), "float() of an array with one number"),
            ("[int(row > 0.5) for row in np.array([[0.7], [0.2]])]", [1, 0], "int() of an array with one number"),
            ("int(pd.Series([3])), float(pd.Series([0.5], index=['a']))", (3, 0.5), ""),
            ("np.array([[1, 2], [3]]).shape", (2,), "an array of lists of different lengths"),
            ("np.asarray([[1, 2], [3, 4]]).dtype.kind, np.array([1, 2], dtype='float32').sum().item()", ("i", 3.0), ""),
            ("float('2'), int(2.9), float(np.float32(0.5)), int(np.array(3))", (2.0, 2, 0.5, 3), ""),
            ("(lambda float: float(np.array([1])).shape)(np.asarray)", (1,), ""),
            ("'Digit: %d' % np.array([3])", "Digit: 3", "'%d' % an array with one number"),
            (
                "'%s %.1f %r' % (np.array([2]), np.array([[2.25]]), np.array([2])), '%d' % pd.Series([7.9])",
                ("[2] 2.2 array([2])", "7"),
                "",
            ),
            ("__import__('torch').ones(2).sum().data[0], np.ones(2).data[0]", (2.0, 1.0), "loss.data[0]"),
            ("('%(a)d ' + f'{1}%%') % {'a': np.array([3]), 'b': 0}", "3 1%", ""),
            (
                "'%d %s' % (np.float64(2.5), [1]), '%s' % np.array([3]), 'none' % np.array([3])",
                ("2 [1]", "[3]", "none"),
                "",
            ),
        ],
    ),
    "scipy": (
        "import numpy as np, scipy; from scipy import interp; from scipy.misc import imresize, toimage\n"
        "from scipy.integrate import simps",
        [
            ("float(interp(0.5, [0, 1], [0, 2]))", 1.0, "scipy.interp"),
            ("imresize(np.zeros((8, 8, 3), 'uint8'), (4, 2)).shape", (4, 2, 3), "scipy.misc.imresize"),
            ("imresize(np.zeros((8, 8), 'uint8'), 0.5).shape", (4, 4), ""),
            ("scipy.misc.imshow(np.zeros((8, 8), 'uint8'))", None, "scipy.misc.imshow"),
            ("np.asarray(toimage(np.array([[0.0, 2.0]]))).tolist()", [[0, 255]], "scipy.misc.toimage"),
            ("float(simps([0, 1, 2]))", 2.0, "scipy.integrate.simps"),
        ],
    ),
    "pandas": (
        FRAME,
        [
            ("df.append({'label': 'ham', 'n': 0.0}, ignore_index=True).shape", (4, 2), "DataFrame.append"),
            ("df.append([['spam', 1.0]], ignore_index=True).shape", (4, 4), ""),
            ("df.append(df.iloc[0]).shape", (4, 2), ""),
            ("list(df.drop(columns=['n'], axis=1).columns)", ["label"], "drop(columns=…, axis=)"),
            ("df.drop('n', axis=1).shape, df.drop(0, axis=0).shape", ((3, 1), (2, 2)), ""),
            ("df.n.append(df.n).shape", (6,), "Series.append"),
            ("int(df.label.value_counts()[0])", 2, "Series[number] with labels of text"),
            ("df.ix[1, 'label']", "spam", "DataFrame.ix"),
            (
                "df.replace({'ham': 0, 'spam': 1}).dtypes.map(str).tolist()",
                ["int64", "float64"],
                "DataFrame.replace(…) of words with numbers",
            ),
            (
                "(lambda made: (made.replace(['ham', 'spam'], [0, 1], inplace=True), made.label.dtype.name)[1])"
                "(df.copy())",
                "int64",
                "",
            ),
            ("df.replace({'ham': 0}).label.dtype.name", "object", ""),
            (
                "df.label.replace('ham', 0).replace('spam', 1).dtype.name",
                "int64",
                "Series.replace(…) of words with numbers",
            ),
            ("[k for k, _ in df.iteritems()]", ["label", "n"], "DataFrame.iteritems"),
            ("df.applymap(str).n.tolist()", ["1.0", "2.0", "6.0"], "DataFrame.applymap"),
            ("df.as_matrix().shape, df.as_matrix(columns=['n']).shape", ((3, 2), (3, 1)), "DataFrame.as_matrix"),
            ("df.n.as_matrix(columns=None).tolist()", [1.0, 2.0, 6.0], "Series.as_matrix"),
            ("df.drop('label', 1).shape", (3, 1), "drop(…) with axis by position"),
            ("df.corr().shape", (1, 1), "DataFrame.corr() with columns of text"),
            ("float(df.mean()['n'])", 3.0, "DataFrame.mean() with columns of text"),
            ("df.fillna(method='ffill').shape", (3, 2), "fillna(method='ffill')"),
            ("df.label.str.split('a', 1)[0]", ["h", "m"], "split(…) with n by position"),
            ("pd.concat([df, df], 1).shape", (3, 4), "concat(…) with axis by position"),
            ("pd.set_option('display.max_colwidth', -1)", None, "set_option('max_colwidth', -1)"),
            (
                "pd.read_csv('own.csv', delim_whitespace=True, error_bad_lines=False).shape",
                (2, 2),
                "read_csv(error_bad_lines=)",
            ),
            ("pd.read_csv('own.csv', squeeze=True, usecols=[0], sep=' ').shape", (2,), "read_csv(squeeze=)"),
            ("pd.read_csv('own.csv', ' ').shape", (2, 2), "read_csv(…) with sep by position"),
            ("hasattr(df, 'never_was'), pd.DataFrame({'ix': [7]}).ix.tolist()", (False, [7]), ""),
        ],
    ),
    "pandas' windows": (
        FRAME,
        [
            ("pd.ewma(np.array([1.0, 2.0]), span=3).round(2).tolist()", [1.0, 1.67], "pandas.ewma"),
            ("pd.stats.moments.ewma(df.n, com=1).round(2).tolist()", [1.0, 1.67, 4.14], "pandas.stats"),
            ("pd.ewmstd(df.n, com=1, bias=True).round(2).tolist()", [0.0, 0.47, 2.17], "pandas.ewmstd"),
            ("pd.rolling_mean(df.n, 2, min_periods=1).tolist()", [1.0, 1.5, 4.0], "pandas.rolling_mean"),
            ("pd.rolling_quantile(df.n, 2, quantile=0.5)[2].item()", 4.0, "pandas.rolling_quantile"),
            (
                "__import__('pandas.stats.moments', fromlist=['rolling_sum']).rolling_sum([1.0, 2.0], 2)[1].item()",
                3.0,
                "import pandas.stats.moments",
            ),
            ("pd.expanding_max(df[['n']]).n.tolist()", [1.0, 2.0, 6.0], "pandas.expanding_max"),
            ("hasattr(pd, 'rolling_nothing')", False, ""),
        ],
    ),
    "losses of PyTorch": (
        "import math, torch, torch.nn as nn, torch.nn.functional as F\n"
        "def slopes(loss, x, y):\n    x = torch.tensor(x, requires_grad=True)\n    value = loss(x, y)\n"
        "    value.backward()\n    return round(value.item(), 3), x.grad.tolist()",
        [
            (
                "slopes(nn.BCELoss(), [0.5, 0.5], torch.full((2,), 1))",
                (0.693, [-1.0, -1.0]),
                "binary_cross_entropy(whole numbers)",
            ),
            ("slopes(nn.BCELoss(), [0.5, 0.5], torch.tensor([2.0, 1.0]))[1]", [-3.0, -1.0], "binary_cross_entropy(…)"),
            (
                "nn.BCELoss()(torch.tensor([[0.5], [0.5]]), torch.tensor([0.0, 1.0])).item() // 0.01",
                69.0,
                "binary_cross_entropy(targets of another shape)",
            ),
            ("slopes(F.binary_cross_entropy, [1.0, 0.5], torch.tensor([2.0, 0.0]))[0]", -49.653, ""),
            ("all(map(math.isfinite, slopes(nn.BCELoss(), [1.0, 0.0], torch.tensor([2.0, -1.0]))[1]))", True, ""),
        ],
    ),
    "tensors as keys": (
        "import torch; from torch.autograd import Variable; import torchvision.transforms as T\n"
        "def twice(kind):\n    one, two = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)\n"
        "    steps = kind(one.parameters(), lr=0.1), kind(two.parameters(), lr=0.1)\n"
        "    answer = two(one(torch.ones(3, 2)))\n    loss, other = answer.mean(), (answer**2).mean()\n"
        "    loss.backward(retain_graph=True); steps[1].step(); other.backward(); steps[0].step()\n"
        "    return bool(one.weight.grad.abs().sum() > 0)\n"
        "words = {0: 'a', 3: 'd'}; found = torch.tensor([3, 0])",
        [
            ("words[found[0]], found[1] in words, torch.tensor(2) in words", ("d", True, False), "words[tensor]"),
            ("twice(torch.optim.SGD), twice(torch.optim.Adam)", (True, True), "a step of an optimiser"),
            (
                "T.Normalize((0.5, 1, 1), (0.5, 1, 1))(torch.ones(1, 2, 2)).sum().item()",
                4.0,
                "Normalize(three means) of pictures in grey",
            ),
            ("T.Normalize((0.5, 1, 1), (0.5, 1, 1))(torch.ones(3, 2, 2)).sum().item()", 4.0, ""),
            ("len({torch.ones(1), torch.ones(1)}), len(set(torch.nn.Linear(2, 1).parameters()))", (2, 2), ""),
        ],
    ),
    "tensors as keys, today": (
        "import torch; words = {0: 'a', 3: 'd'}; found = torch.tensor([3, 0])",
        [("found[0] in words", False, "")],
    ),
    "sklearn": (
        "import numpy as np; import pandas as pd; from sklearn.externals import joblib\n"
        "from sklearn.cross_validation import train_test_split\n"
        "from sklearn.grid_search import GridSearchCV; from sklearn.feature_extraction.text import CountVectorizer\n"
        "from sklearn.metrics import plot_confusion_matrix, jaccard_similarity_score\n"
        "from sklearn.metrics import mean_squared_error, confusion_matrix\n"
        "from sklearn.preprocessing import OneHotEncoder, Imputer; from sklearn.manifold import TSNE\n"
        "from sklearn.ensemble import BaggingClassifier, RandomForestClassifier\n"
        "from sklearn.linear_model import LogisticRegression, SGDClassifier\n"
        "from sklearn.utils.linear_assignment_ import linear_assignment; from sklearn.utils import class_weight\n"
        "from sklearn.base import clone\n"
        "from sklearn.lda import LDA; from sklearn.qda import QDA\n"
        "X, y = np.random.rand(20, 3), np.arange(20) % 2; fitted = LogisticRegression().fit(X, y)",
        [
            (
                "LDA().fit(X, y).predict(X).shape, QDA().fit(X, y).predict(X).shape",
                ((20,), (20,)),
                "import sklearn.lda",
            ),
            (
                "LogisticRegression().fit(pd.DataFrame({'a': [0.0, 1.0], 1: [1.0, 0.0]}), [0, 1]).n_features_in_",
                2,
                "columns with names of text and numbers",
            ),
            (
                "mean_squared_error([0, 0], [2, 2]).round(1), fitted.score(X, y).round(1) <= 1",
                (4.0, True),
                "score.round(…)",
            ),
            ("joblib.dump(X, 'x.pkl')", ["x.pkl"], "import sklearn.externals.joblib"),
            (
                "CountVectorizer(min_df=0).fit_transform(['a word', 'b word']).shape",
                (2, 1),
                "CountVectorizer(min_df=0)",
            ),
            ("len(train_test_split(X, y))", 4, "import sklearn.cross_validation"),
            ("GridSearchCV(fitted, {}, iid=True).fit(X, y).best_params_", {}, "GridSearchCV(iid=)"),
            (
                "CountVectorizer().fit(['see me']).get_feature_names()",
                ["me", "see"],
                "CountVectorizer.get_feature_names",
            ),
            (
                "type(plot_confusion_matrix(fitted, X, y)).__name__",
                "ConfusionMatrixDisplay",
                "sklearn.metrics.plot_confusion_matrix",
            ),
            ("jaccard_similarity_score([1, 0], [1, 1])", 0.5, "sklearn.metrics.jaccard_similarity_score"),
            ("float(mean_squared_error([0, 0], [2, 2], squared=False))", 2.0, "mean_squared_error(squared=)"),
            (
                "confusion_matrix([0, 1], [0, 1], [1, 0]).tolist()",
                [[1, 0], [0, 1]],
                "confusion_matrix(…) with labels by position",
            ),
            (
                "OneHotEncoder(sparse=False).fit_transform([[1], [2]]).tolist()",
                [[1.0, 0.0], [0.0, 1.0]],
                "OneHotEncoder(sparse=)",
            ),
            ("clone(TSNE(n_iter=250)).max_iter", 250, "TSNE(n_iter=)"),
            ("TSNE(perplexity=2).fit_transform([[0.0, 1], [1, 0], [1, 1]]).shape", (3, 2), "t-SNE of a list"),
            ("TSNE().fit_transform(np.eye(4)).shape", (4, 2), "t-SNE with perplexity=30"),
            (
                "LogisticRegression(solver='liblinear').fit(np.eye(3), [0, 1, 2]).predict(np.eye(3)).tolist()",
                [0, 1, 2],
                "liblinear for more than two classes",
            ),
            ("LogisticRegression(solver='liblinear').fit(np.eye(2), [0, 1]).solver", "liblinear", ""),
            (
                "BaggingClassifier(base_estimator=fitted).fit(X, y).estimator is fitted",
                True,
                "BaggingClassifier(base_estimator=)",
            ),
            (
                "RandomForestClassifier(3, max_features='auto').fit(X, y).max_features",
                "sqrt",
                "RandomForestClassifier(max_features='auto')",
            ),
            ("SGDClassifier(loss='log').fit(X, y).loss", "log_loss", "SGDClassifier(loss='log')"),
            (
                "linear_assignment(np.array([[9, 0], [0, 9]])).tolist()",
                [[0, 1], [1, 0]],
                "import sklearn.utils.linear_assignment_",
            ),
            (
                "class_weight.compute_class_weight('balanced', np.array([0, 1]), y).tolist()",
                [1.0, 1.0],
                "compute_class_weight(…) with classes, y by position",
            ),
            (
                "Imputer().fit_transform([[1.0], [float('nan')]]).tolist()",
                [[1.0], [1.0]],
                "sklearn.preprocessing.Imputer",
            ),
        ],
    ),
    "imblearn": (
        "import numpy as np; from imblearn import datasets, pipeline\n"
        "from imblearn.over_sampling import ADASYN, SMOTE, RandomOverSampler\n"
        "from imblearn.under_sampling import NearMiss, RandomUnderSampler, TomekLinks\n"
        "from imblearn.combine import SMOTETomek; from imblearn.ensemble import BalancedBaggingClassifier\n"
        "from sklearn.base import clone; from sklearn.linear_model import LogisticRegression\n"
        "X, y = np.random.default_rng(1).normal(size=(60, 2)), np.repeat([0, 1], [45, 15])",
        [
            ("np.bincount(SMOTE(random_state=1, ratio=1.0).fit_sample(X, y)[1]).tolist()", [45, 45], "SMOTE(ratio=)"),
            ("clone(SMOTE('minority', n_jobs=2)).sampling_strategy", "minority", "SMOTE.fit_sample"),
            (
                "len(pipeline.make_pipeline(SMOTETomek('minority')).fit_sample(X, y)[0]) <= 90",
                True,
                "SMOTETomek(…) with sampling_strategy by position",
            ),
            ("SMOTE(kind='regular', k=3, m=4, out_step=0.5).get_params()['k_neighbors']", 3, "SMOTE(kind='regular')"),
            (
                "(lambda s: (type(s).__name__, s.kind, s.m_neighbors))(SMOTE(0.8, kind='borderline2', m=4, n_jobs=1))",
                ("BorderlineSMOTE", "borderline-2", 4),
                "SMOTE(kind='borderline2')",
            ),
            ("len(clone(SMOTE(kind='svm', random_state=1)).fit_sample(X, y)[0]) > 60", True, "SMOTE(kind='svm')"),
            (
                "[len(part) for part in RandomUnderSampler(ratio={0: 20}, return_indices=True).fit_sample(X, y)]",
                [35, 35, 35],
                "RandomUnderSampler(return_indices=)",
            ),
            ("len(RandomUnderSampler(return_indices=False).fit_resample(X, y))", 2, ""),
            ("len(NearMiss(random_state=1, version=2).fit_sample(X, y)[0])", 30, "NearMiss(random_state=)"),
            ("len(TomekLinks(return_indices=True).fit_sample(X, y))", 3, "TomekLinks.fit_sample"),
            (
                "len(BalancedBaggingClassifier(base_estimator=LogisticRegression(), ratio='auto').fit(X, y).classes_)",
                2,
                "BalancedBaggingClassifier(base_estimator=)",
            ),
            (
                "np.bincount(datasets.make_imbalance(X, y, ratio={0: 45, 1: 5})[1]).tolist()",
                [45, 5],
                "make_imbalance(ratio=)",
            ),
            ("len(SMOTE(ratio=1.0).fit_sample(X[30:], y[30:])[0])", 30, "rows for classes that are equal"),
            ("hasattr(SMOTE(), 'never_was'), len(RandomOverSampler().fit_resample(X, y)[0])", (False, 90), ""),
        ],
    ),
    "plots": (
        f"{FRAME}\nimport seaborn as sns, matplotlib.pyplot as plt, matplotlib.cm as cm\n"
        "counts = df.label.value_counts().reset_index()",
        [
            (
                "[text.get_text() for text in plt.legend(*plt.scatter([1, 2], [1, 2], c=[0, 1]).legend_elements(),"
                " labels=['no', 'yes']).get_texts()]",
                ["no"],
                "legend(handles, labels=…)",
            ),
            (
                "plt.plot([1], label='a') and plt.legend(loc='upper_left')._loc_real",
                0,
                "legend(loc='upper_left')",
            ),
            ("plt.style.use('seaborn-whitegrid')", None, "the style 'seaborn-whitegrid'"),
            ("len(sns.countplot(df.label).patches)", 2, "countplot(…) with x by position"),
            ("sns.countplot(df['label'], palette='Set1').get_xlabel()", "label", ""),
            ("plt.figure() and len(sns.countplot(x=df['label']).patches)", 2, ""),
            ("plt.figure() and sns.boxplot(x='label', y=df['n'].abs(), data=df).get_ylabel()", "n", ""),
            ("plt.figure() and len(sns.barplot(['a', 'b'], [1, 2]).patches)", 2, "barplot(…) with x, y by position"),
            (
                "plt.figure() and sns.boxplot('label', 'n', data=df).get_ylabel()",
                "n",
                "boxplot(…) with x, y by position",
            ),
            (
                "plt.figure() and sns.barplot(counts, x='index', y='label').get_ylabel()",
                "label",
                "barplot(…) of value_counts().reset_index()",
            ),
            (
                "plt.figure() and sns.barplot(counts, x='label', y='count').get_ylabel()",
                "count",
                "",
            ),
            ("type(sns.factorplot(x='label', y='n', data=df)).__name__", "FacetGrid", "seaborn.factorplot"),
            ("len(plt.hist([1, 2, 3], normed=True)) > 0", True, "hist(normed=)"),
            ("cm.get_cmap('jet', 4).N", 4, "matplotlib.cm.get_cmap"),
            ("plt.figure().gca(projection='3d').name", "3d", "Figure.gca(projection=)"),
            (
                "plt.figure() and [each.get_text() for each in plt.xticks(np.arange(3), np.array([0.5, 1]))[1]]",
                ["0.5", "1.0", ""],
                "ticks and labels of different numbers",
            ),
            ("[each.get_text() for each in plt.xticks([0], ['a', 'b'])[1]]", ["a"], ""),
            (
                "[each.get_facecolor().shape for each in plt.contourf(np.eye(3), levels=[0, 0.5, 1]).collections]",
                [(1, 4), (1, 4)],
                "ContourSet.collections",
            ),
            ("plt.colorbar(plt.cm.ScalarMappable(cmap='jet')).cmap.name", "jet", "colorbar() of what is on no axes"),
            (
                "plt.figure().add_subplot(2, 20 / 2, np.float32(11)).get_subplotspec().get_geometry()",
                (2, 10, 10, 10),
                "subplot(…) with whole numbers as floats",
            ),
            ("plt.figure() and plt.subplot(4 / 2, 3, (1.0, 2)).get_subplotspec().get_geometry()", (2, 3, 0, 1), ""),
            (
                "plt.annotate('a', (np.ones(1), np.array([[2.0]])), xytext=np.zeros(2)).xy",
                (1.0, 2.0),
                "a text's place as arrays of one number",
            ),
            ("plt.text(np.ones(1), 2, 'a').get_position()", (1.0, 2), ""),
            ("len((lambda axes: axes.plot([1, 2], axes=axes))(plt.figure().gca()))", 1, "plot(axes=)"),
            (
                "(lambda torch: plt.plot([torch.ones(1, requires_grad=True).sum(), 2])[0].get_ydata().tolist())"
                "(__import__('torch'))",
                [1.0, 2.0],
                "plot() of tensors with their gradients",
            ),
            ("plt.figure() and plt.subplot(221.0).get_subplotspec().get_geometry()", (2, 2, 0, 0), ""),
        ],
    ),
    "transformers": (
        "import transformers",
        [
            ("transformers.CLIPFeatureExtractor.__name__", "CLIPImageProcessor", "transformers.CLIPFeatureExtractor"),
            (
                "(lambda set: (set.use_cpu, hasattr(set, 'logging_dir')))"
                "(transformers.TrainingArguments('out', no_cuda=True, logging_dir='logs'))",
                (True, False),
                "TrainingArguments(logging_dir=)",
            ),
            (
                "(lambda reads: (reads('a cat', max_length=77, padding='max_length')['input_ids'][-1],"
                " sorted(reads(['a cat'], [__import__('PIL.Image').Image.new('RGB', (9, 9))]))))"
                "(transformers.CLIPProcessor.from_pretrained('openai/clip-vit-base-patch32'))",
                (49407, ["attention_mask", "input_ids", "pixel_values"]),
                "CLIPProcessor(text, images)",
            ),
            # The first look made the library run its first file again.
            ("__import__('transformers').CLIPFeatureExtractor.__name__", "CLIPImageProcessor", ""),
        ],
    ),
    "gensim": (
        "from gensim.models import Word2Vec, KeyedVectors\n"
        "model = Word2Vec([['a', 'b'], ['b', 'c']] * 20, size=4, iter=2, min_count=1, workers=1)\n"
        "def found(word):\n    try:\n        return model.wv[word].shape\n    except TypeError:\n        return None",
        [
            ("model.vector_size, model.epochs", (4, 2), "Word2Vec(size=)"),
            ("sorted(model.wv.vocab)", ["a", "b", "c"], "KeyedVectors.vocab"),
            ("model.wv.vocab['b'].count, 'z' in model.wv.vocab, len(model.wv.vocab)", (40, False, 3), ""),
            ("model.wv.index2word[0]", "b", "KeyedVectors.index2word"),
            ("model['a'].shape, 'a' in model", ((4,), True), "Word2Vec[word]"),
            ("len(model.most_similar('a', topn=1))", 1, "Word2Vec.most_similar"),
            ("model.wv.syn0.shape", (3, 4), "KeyedVectors.syn0"),
            ("found(True), found(1), found(['a', 'b'])", (None, (4,), (2, 4)), "KeyedVectors[True]"),
        ],
    ),
    "others": (
        "from PIL import Image; from IPython.core.display import display, HTML; import IPython.html.widgets as w\n"
        "from tqdm.notebook import tqdm; from tqdm import tqdm_notebook, notebook; import ipywidgets\n"
        "from ipywidgets import interact; from skimage.measure import compare_ssim\n"
        "from skimage.feature import hog; import numpy as np",
        [
            ("Image.new('L', (4, 4)).resize((2, 2), Image.ANTIALIAS).size", (2, 2), "PIL.Image.ANTIALIAS"),
            ("(lambda pil: pil.PILLOW_VERSION == pil.__version__)(__import__('PIL'))", True, "PIL.PILLOW_VERSION"),
            (
                "list(tqdm([1, 2])), list(tqdm_notebook([3])), list(notebook.tqdm([4]))",
                ([1, 2], [3], [4]),
                "a progress bar of widgets",
            ),
            ("interact(lambda x: print('shown', x), x=(0, 10)) and None", None, ""),
            ("w.IntSlider().value, display(HTML('<b>x</b>'))", (0, None), "import IPython.html.widgets"),
            ("callable(compare_ssim)", True, "skimage.measure.compare_ssim"),
            (
                "len({__import__('skimage.util').util.random_noise(np.zeros((2, 2)), seed=4).sum() for _ in range(2)})",
                1,
                "random_noise(seed=)",
            ),
            (
                "len(hog(np.arange(3072).reshape(32, 32, 3), multichannel=True)) > 0",
                True,
                "hog(multichannel=)",
            ),
        ],
    ),
}

"""scikit-learn before 1.2: modules that moved, plots of estimators, keywords that were renamed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.gateway.shims import sklearn_fits, sklearn_scores
from grader.inside.gateway.shims.library import (
    Change,
    Library,
    StandIn,
    dropped,
    handing_on,
    renamed,
)
from grader.inside.hooks import after_import

# Old module -> where its names are now.
MOVED: Final[Mapping[str, tuple[str, ...]]] = {
    "sklearn.cross_validation": ("sklearn.model_selection",),
    "sklearn.grid_search": ("sklearn.model_selection",),
    "sklearn.learning_curve": ("sklearn.model_selection",),
    "sklearn.cluster.k_means_": ("sklearn.cluster",),
    "sklearn.datasets.base": ("sklearn.datasets", "sklearn.utils"),
    "sklearn.datasets.samples_generator": ("sklearn.datasets",),
    "sklearn.decomposition.pca": ("sklearn.decomposition",),
    "sklearn.ensemble.forest": ("sklearn.ensemble",),
    "sklearn.feature_extraction.stop_words": ("sklearn.feature_extraction.text",),
    "sklearn.linear_model.logistic": ("sklearn.linear_model",),
    "sklearn.linear_model.stochastic_gradient": ("sklearn.linear_model",),
    "sklearn.manifold.t_sne": ("sklearn.manifold",),
    "sklearn.metrics.classification": ("sklearn.metrics",),
    "sklearn.metrics.ranking": ("sklearn.metrics",),
    "sklearn.metrics.scorer": ("sklearn.metrics",),
    "sklearn.neighbors.classification": ("sklearn.neighbors",),
    "sklearn.neural_network.multilayer_perceptron": ("sklearn.neural_network",),
    "sklearn.preprocessing.data": ("sklearn.preprocessing",),
    "sklearn.preprocessing.label": ("sklearn.preprocessing",),
    "sklearn.svm.classes": ("sklearn.svm",),
    "sklearn.tree.tree": ("sklearn.tree",),
    "sklearn.utils.testing": ("sklearn.utils._testing",),
}
PLOTS: Final = {
    "plot_confusion_matrix": "ConfusionMatrixDisplay",
    "plot_precision_recall_curve": "PrecisionRecallDisplay",
    "plot_roc_curve": "RocCurveDisplay",
}
NAMERS: Final = {
    "sklearn.feature_extraction.text": ("CountVectorizer",),
    "sklearn.feature_extraction": ("DictVectorizer",),
    "sklearn.preprocessing": ("OneHotEncoder", "PolynomialFeatures"),
    "sklearn.compose": ("ColumnTransformer",),
    "sklearn.pipeline": ("FeatureUnion",),
}
_BASE: Final[Mapping[str, Change]] = {"base_estimator": renamed("estimator")}


KEYWORDS: Final[Mapping[str, Mapping[str, Mapping[str, Change]]]] = {
    "sklearn.cluster": {
        "AgglomerativeClustering": {"affinity": renamed("metric")},
        "KMeans": {"n_jobs": dropped, "precompute_distances": dropped},
    },
    "sklearn.ensemble": {
        "AdaBoostClassifier": {**_BASE, "algorithm": dropped},
        "BaggingClassifier": _BASE,
        "BaggingRegressor": _BASE,
    },
    "sklearn.linear_model": {
        "LogisticRegression": {"multi_class": dropped},
        "SGDClassifier": {"n_iter": renamed("max_iter")},
    },
    "sklearn.manifold": {"TSNE": {"n_iter": renamed("max_iter"), "square_distances": dropped}},
    "sklearn.model_selection": {"GridSearchCV": {"iid": dropped}, "RandomizedSearchCV": {"iid": dropped}},
    "sklearn.preprocessing": {"OneHotEncoder": {"sparse": renamed("sparse_output")}},
}  # fmt: skip
# Values that were renamed: class -> keyword -> old value -> new value.
VALUES: Final[Mapping[str, Mapping[str, Mapping[str, Mapping[Any, Any]]]]] = {
    "sklearn.ensemble": {
        "ExtraTreesClassifier": {"max_features": {"auto": "sqrt"}},
        "GradientBoostingClassifier": {"loss": {"deviance": "log_loss"}},
        "RandomForestClassifier": {"max_features": {"auto": "sqrt"}},
        "RandomForestRegressor": {"max_features": {"auto": 1.0}},
    },
    "sklearn.feature_extraction.text": {
        "CountVectorizer": {"min_df": {0: 1}},  # every word is in one text at least
        "TfidfVectorizer": {"min_df": {0: 1}},
    },
    "sklearn.linear_model": {
        "LogisticRegression": {"penalty": {"none": None}},
        "SGDClassifier": {"loss": {"log": "log_loss"}, "penalty": {"none": None}},
    },
    "sklearn.tree": {"DecisionTreeClassifier": {"max_features": {"auto": "sqrt"}}},
}
POSITIONS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "sklearn.metrics": {
        "classification_report": ("y_true", "y_pred", "labels", "target_names"),
        "confusion_matrix": ("y_true", "y_pred", "labels", "sample_weight"),
    },
    "sklearn.utils.class_weight": {"compute_class_weight": ("class_weight", "classes", "y")},
}


def install(library: Library) -> None:
    """Wait for each module of scikit-learn that lost something."""
    library.modules({old: (" and ".join(new), handing_on(*new)) for old, new in MOVED.items()})
    library.modules(
        {
            "sklearn.utils.linear_assignment_": ("scipy.optimize.linear_sum_assignment", _fill_assignment),
            "sklearn.externals.joblib": ("joblib", handing_on("joblib")),
            "sklearn.lda": ("sklearn.discriminant_analysis", _fill_analysis),
            "sklearn.preprocessing.imputation": ("sklearn.impute.SimpleImputer", _fill_imputer),
            "sklearn.qda": ("sklearn.discriminant_analysis", _fill_analysis),
        }
    )
    after_import("sklearn.metrics", lambda module: _metrics(library, module))
    after_import("sklearn.preprocessing", lambda module: library.names(module, {"Imputer": _imputer()}))
    for module in sorted({*KEYWORDS, *VALUES}):
        after_import(module, functools.partial(_constructors, library))
    for module in NAMERS:
        after_import(module, functools.partial(_feature_names, library))
    sklearn_fits.install(library)
    sklearn_scores.install(library)
    after_import("sklearn.utils.validation", lambda module: _mixed_names(library, module))
    for module in POSITIONS:
        after_import(module, functools.partial(_positions, library))


def _mixed_names(library: Library, module: Any) -> None:
    """Columns of which only some have names of text were columns without names."""
    original = module._get_feature_names

    @functools.wraps(original)
    def _get_feature_names(X: Any) -> Any:  # noqa: N803  scikit-learn's own name
        try:
            return original(X)
        except TypeError:
            library.say("columns with names of text and numbers", "columns without names")
            return None

    module._get_feature_names = _get_feature_names


def _constructors(library: Library, module: Any) -> None:
    for name, table in KEYWORDS.get(module.__name__, {}).items():
        kind = getattr(module, name, None)
        if kind is not None:
            library.keywords(kind, "__init__", table)
    for name, values in VALUES.get(module.__name__, {}).items():
        kind = getattr(module, name, None)
        if kind is not None:
            kind.__init__ = _with_values(library, name, kind.__init__, values)


def _with_values(
    library: Library, label: str, original: Callable[..., None], values: Mapping[str, Mapping[Any, Any]]
) -> Callable[..., None]:
    @functools.wraps(original)
    def init(self: Any, *args: Any, **named: Any) -> None:
        for keyword, table in values.items():
            given = named.get(keyword)
            if isinstance(given, str | int | float) and not isinstance(given, bool) and given in table:
                named[keyword] = table[given]
                library.say(f"{label}({keyword}={given!r})", f"{keyword}={table[given]!r}")
        original(self, *args, **named)

    return init


def _feature_names(library: Library, module: Any) -> None:
    for name in NAMERS[module.__name__]:
        kind = getattr(module, name, None)
        if kind is not None:
            served = f"list({name}.get_feature_names_out())"
            library.members(kind, {"get_feature_names": (served, lambda fitted: functools.partial(_names_of, fitted))})


def _names_of(fitted: Any, *args: Any) -> list[str]:
    return [str(name) for name in fitted.get_feature_names_out(*args)]


def _positions(library: Library, module: Any) -> None:
    for name, order in POSITIONS[module.__name__].items():
        library.positions(module, name, order)


def _metrics(library: Library, metrics: Any) -> None:
    table = {
        old: StandIn(f"sklearn.metrics.{new}.from_estimator", functools.partial(_from_estimator, new))
        for old, new in PLOTS.items()
    }
    table["jaccard_similarity_score"] = StandIn("what it computed: accuracy, or Jaccard by rows", lambda: _jaccard)
    library.names(metrics, table)
    squared = metrics.mean_squared_error

    def root(given: Any) -> dict[str, Any]:
        return {} if given else {"_root": True}

    @functools.wraps(squared)
    def mean_squared_error(*args: Any, _root: bool = False, **named: Any) -> Any:
        return metrics.root_mean_squared_error(*args, **named) if _root else squared(*args, **named)

    metrics.mean_squared_error = mean_squared_error
    library.keywords(metrics, "mean_squared_error", {"squared": root})


def _from_estimator(display: str) -> Any:
    import sklearn.metrics

    return getattr(sklearn.metrics, display).from_estimator


def _jaccard(truth: Any, predicted: Any, **named: Any) -> float:
    """What `jaccard_similarity_score` computed, which was accuracy wherever a row has one label."""
    import numpy as np
    from sklearn.metrics import accuracy_score, jaccard_score

    several = np.ndim(truth) == 2
    return float(
        jaccard_score(truth, predicted, average="samples") if several else accuracy_score(truth, predicted, **named)
    )


def _imputer() -> StandIn:
    return StandIn("sklearn.impute.SimpleImputer", _old_imputer)


def _old_imputer() -> Any:
    from sklearn.impute import SimpleImputer

    def imputer(missing_values: Any = "NaN", strategy: str = "mean", axis: int = 0, **named: Any) -> Any:
        if axis:
            raise ValueError("Imputer(axis=1) is not offered by SimpleImputer")
        named.pop("verbose", None)
        given = float("nan") if missing_values == "NaN" else missing_values
        return SimpleImputer(missing_values=given, strategy=strategy, **named)

    return imputer


def _fill_analysis(module: Any) -> None:
    """Either class under its long name and under its short one."""
    import sklearn.discriminant_analysis as analysis

    module.LDA = module.LinearDiscriminantAnalysis = analysis.LinearDiscriminantAnalysis
    module.QDA = module.QuadraticDiscriminantAnalysis = analysis.QuadraticDiscriminantAnalysis


def _fill_imputer(module: ModuleType) -> None:
    module.__dict__["Imputer"] = _old_imputer()


def _fill_assignment(module: ModuleType) -> None:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    def linear_assignment(cost: Any) -> Any:
        """Pairs (row, column) of the cheapest assignment: shape (n, 2)."""
        return np.stack(linear_sum_assignment(cost), axis=1)

    module.__dict__["linear_assignment"] = linear_assignment

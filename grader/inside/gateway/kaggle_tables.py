"""`kagglehub.load_dataset` and `dataset_load`: one file of a package on Kaggle as a table, by an adapter."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

_READERS: Final = {
    ".csv": "read_csv", ".tsv": "read_table", ".json": "read_json", ".jsonl": "read_json", ".xls": "read_excel",
    ".xlsx": "read_excel", ".parquet": "read_parquet", ".feather": "read_feather",
}  # fmt: skip


class KaggleDatasetAdapter(Enum):
    """Which library's table `load_dataset` is to answer with; `polars` has its own name even where it is missing."""

    HUGGING_FACE = "hugging_face"
    PANDAS = "pandas"
    POLARS = "polars"


def loading(download: Callable[[str], str]) -> Callable[..., Any]:
    """`load_dataset` on top of `download`, which brings a package and says where its files lie."""

    def load_dataset(
        adapter: KaggleDatasetAdapter, handle: str, path: str = "", *, pandas_kwargs: Mapping[str, Any] | None = None,
        hf_kwargs: Mapping[str, Any] | None = None, polars_kwargs: Mapping[str, Any] | None = None, **_: object,
    ) -> Any:  # fmt: skip
        """Raises: OSError for a package that is not served; ValueError for a file that is no table."""
        reader = _READERS.get(Path(path).suffix.casefold())
        if reader is None:
            raise ValueError(f"Unsupported file extension: '{Path(path).suffix}'")
        file = str(Path(download(handle), path))
        if adapter is KaggleDatasetAdapter.POLARS:
            return getattr(importlib.import_module("polars"), reader)(file, **(polars_kwargs or {}))
        lines = {"lines": True} if path.casefold().endswith(".jsonl") else {}
        frame = getattr(importlib.import_module("pandas"), reader)(file, **{**lines, **(pandas_kwargs or {})})
        if adapter is KaggleDatasetAdapter.HUGGING_FACE:
            return importlib.import_module("datasets").Dataset.from_pandas(frame, **(hf_kwargs or {}))
        return frame

    return load_dataset

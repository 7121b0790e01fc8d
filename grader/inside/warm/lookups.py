"""Imported by a warm parent after scikit-learn: what that looks up once in a process, before its first split of rows.

It asks which packages extend narwhals, its reader of tables, and for that the metadata of everything that is installed
is read: a hundred files and more, through the notebook's `open`.
"""

from __future__ import annotations

from narwhals.stable.v2.dependencies import is_into_dataframe

is_into_dataframe(None)

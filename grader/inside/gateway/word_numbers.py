"""Word numbers as `keras.datasets.imdb.load_data` makes them of ranks in the word index."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from grader.inside.content import IntArray

Words = npt.NDArray[np.int32]


def numbered(
    values: Words,
    lengths: IntArray,
    num_words: int | None,
    skip_top: int,
    start_char: int | None,
    oov_char: int | None,
    index_from: int,
) -> tuple[list[list[int]], list[Words]]:
    """Each review as a list of Python numbers, and the same as arrays.

    Args: `values` are the ranks of all reviews end to end, `lengths` how many each has; the others as in Keras,
        whose default for `num_words` leaves out the highest number there is.
    """
    values = values + np.int32(index_from)
    if start_char is not None:
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)[:-1]])
        values, lengths = np.insert(values, starts, start_char), lengths + 1
    most = num_words or int(values.max())
    kept = (values >= skip_top) & (values < most)
    if oov_char is not None:
        values = np.where(kept, values, np.int32(oov_char))
    else:
        places = np.repeat(np.arange(lengths.size), lengths)
        values, lengths = values[kept], np.bincount(places[kept], minlength=lengths.size)
    ends = np.cumsum(lengths).tolist()
    spans = list(zip([0, *ends[:-1]], ends, strict=True))
    # One object for each number, shared: as an object of its own each of 12 million would take 28 bytes.
    objects = np.arange(int(values.max(initial=0)) + 1).astype(object)[values] if values.size else values
    return [objects[start:end].tolist() for start, end in spans], [values[start:end] for start, end in spans]

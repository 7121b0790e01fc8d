"""`datasets.exceptions`."""


class DatasetNotFoundError(FileNotFoundError):
    """No data set of that name."""

"""Opens the gradebook's database so that one writer and many readers never see half of anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from grader.faults import MachineError
from grader.gradebook.tables import Base

VERSION: Final = 1  # of the tables, kept in the file itself
WAIT_MS: Final = 30_000  # for another process that is writing


class Database:
    """A SQLite file with the gradebook's tables; made when it does not exist. For one thread."""

    def __init__(self, path: Path) -> None:
        """Raises: MachineError when the file is no gradebook, or of a later version, or cannot be opened."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._fault(str(error.strerror)) from error
        self._engine = create_engine(f"sqlite:///{path}")
        self._writes = self._engine.execution_options(writes=True)
        self._ongoing: Connection | None = None
        _set_up(self._engine)
        try:
            with self.writing() as connection:
                self._create(connection)
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, whatever is written meanwhile; within `writing`, what was written there is seen."""
        if self._ongoing is not None:
            yield self._ongoing
            return
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer can come between; rolled back when an exception leaves it.

        Within another one it is a part of that one.
        """
        if self._ongoing is not None:
            yield self._ongoing
            return
        with self._translated(), self._writes.begin() as connection:
            self._ongoing = connection
            try:
                yield connection
            finally:
                self._ongoing = None

    def close(self) -> None:
        self._engine.dispose()

    def _create(self, connection: Connection) -> None:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version > VERSION:
            raise self._fault(f"its tables are of version {version}, this grader knows up to {VERSION}")
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise self._fault(str(reason)) from error

    def _fault(self, reason: str) -> MachineError:
        return MachineError(
            f"the gradebook cannot be used: {reason}",
            where=str(self.path),
            fix="check space and permissions; if the file is damaged, move it away and run `grader score`, "
            "which fills a new one from the stored attempts (marks given by people come from a backup only)",
        )


def _set_up(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        assert isinstance(connection, sqlite3.Connection)
        # The driver's own transactions begin too late to make check-then-add safe; ours begin below.
        connection.isolation_level = None
        for pragma in (f"busy_timeout = {WAIT_MS}", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""The store's tables, as a list of named steps that each database has taken or not."""

from __future__ import annotations

import sqlite3

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "sessions, takes and scorecards",
        """
        CREATE TABLE session (
            id TEXT PRIMARY KEY,
            started_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE take (
            id TEXT PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES session (id),
            started_at TEXT NOT NULL,
            question_id TEXT NOT NULL,
            about BLOB NOT NULL,
            hearing BLOB
        ) STRICT;
        CREATE INDEX take_by_time ON take (started_at);
        CREATE TABLE scorecard (
            id INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES take (id) ON DELETE CASCADE,
            scored_at TEXT NOT NULL,
            ruleset TEXT NOT NULL,
            total REAL,
            take BLOB NOT NULL
        ) STRICT;
        CREATE INDEX scorecard_by_take ON scorecard (take_id);
        """,
    ),
)


def migrate(database: sqlite3.Connection) -> None:
    """Take the steps that this database has not taken, each in one transaction with its own record."""
    database.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT")
    for name, script in MIGRATIONS:
        database.execute("BEGIN IMMEDIATE")
        try:
            # Asked inside the transaction: another process may be taking the same step.
            if not database.execute("SELECT 1 FROM migration WHERE name = ?", (name,)).fetchone():
                for statement in filter(str.strip, script.split(";")):
                    database.execute(statement)
                database.execute("INSERT INTO migration VALUES (?, datetime('now'))", (name,))
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

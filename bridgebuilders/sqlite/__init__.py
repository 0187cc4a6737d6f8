"""SQLite with a queue before it: the database engine of an installation without a database server."""

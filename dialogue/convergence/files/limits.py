"""How much a file may hold: what bounds memory and time, whatever somebody hands in."""

MOST_VOTES = 50_000_000
MOST_STATEMENTS = 100_000
MOST_PARTICIPANTS = 5_000_000
MOST_COLUMNS = 200_000
MOST_CHARACTERS = 100_000
"""Of one text: a statement, a topic, a name of a camp."""
MOST_IDENTIFIER = 200
MOST_TEXT = 64 * 1024 * 1024
"""Characters of all statements together."""
LONGEST_RECORD = 4 * 1024 * 1024
"""Characters of one row, with all its lines."""
MOST_EMPTY_LINES = 1000
BLOCK = 256 * 1024
"""Bytes that are unpacked and decoded at once."""
UNPACKED_FREELY = 64 * 1024 * 1024
MOST_UNPACKED_RATIO = 200
"""Beyond so many bytes a packed file may unpack to at most so many times its size."""
MOST_PACKED_FILES = 10_000

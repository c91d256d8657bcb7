"""How large what is read may be: far above what people have, far below what would harm them."""

LONGEST_CONVERSATION = 128 << 20
"""Bytes of JSON of one conversation. Reading one takes a few times as much memory."""

LONGEST_MANIFEST = 64 << 20
"""Bytes of the list of an archive's files."""

MOST_FILES = 200_000
"""Files in one archive."""

LARGEST_ARCHIVE = 16 << 30
"""Bytes that all files of an archive may come to when they are unpacked; they are unpacked one by one, into memory."""

STRONGEST_COMPRESSION = 200
"""How many times larger than packed the unpacked files of an archive may be; texts shrink to a third or a tenth."""

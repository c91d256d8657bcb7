"""The process that reads files with conversations: whatever is in them, the window's process stays well.

`python -m models.exchange.worker PATH LANGUAGE` prints the messages of `models.exchange.messages` on its standard
output, one a line, and exits with 0; it writes nowhere else. It ends early when its standard input is closed.
"""

"""The quiet line below the conversation.

`StatusStrip` shows what the engine is doing, how much of the context is used, and what computes the answers.
"""

from desktop.status.strip import StatusStrip

__all__ = ["StatusStrip"]

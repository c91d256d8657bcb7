"""The transcript as screen readers meet it.

`install_accessibility` tells Qt once who makes its interfaces; `tell_messages_changed` tells readers of new messages.
"""

from desktop.conversation.transcript.accessible.tree import install_accessibility, tell_messages_changed

__all__ = ["install_accessibility", "tell_messages_changed"]

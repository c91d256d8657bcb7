"""Where the messages begin that the model is still told."""

from desktop.conversation.transcript.flow import Flow


def set_mark(flow: Flow, message: int | None) -> None:
    """Mark that the model sees nothing above `message`, None for a model that sees everything.

    There is nothing to mark above the first message. Raises KeyError for an unknown one.
    """
    number = 0 if message is None else flow.number(message)
    flow.marked = message if number else None
    for index, item in enumerate(flow.items):
        below = number > 0 and index == number - 1
        if item.marked_below is not below:
            item.marked_below = below
            flow.measure(index)

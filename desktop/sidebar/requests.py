"""What the user wants done with conversations and folders, whichever part of the sidebar it was asked in."""

from PySide6.QtCore import QObject, Signal


class Requests(QObject):
    """The wishes of the user. Conversations come as a tuple of ids, in the order of the list; nothing is done yet."""

    rename = Signal(int, str)  # conversation, title; an empty one asks for the automatic title
    suggest_title = Signal(int)  # conversation: by the model
    stop_title = Signal()  # look for no title any more
    pin = Signal(tuple, bool)  # conversations, whether pinned from now on
    archive = Signal(tuple, bool)  # conversations, whether archived from now on
    move = Signal(tuple, object)  # conversations, folder or None for no folder
    delete = Signal(tuple)  # conversations: into the recycle bin
    restore = Signal(tuple)  # conversations: out of the recycle bin
    erase = Signal(tuple)  # conversations: for good; the user was asked
    empty_bin = Signal()  # the user was asked
    export = Signal(tuple)  # conversations
    new_folder = Signal(tuple)  # conversations to move into it; the user names it afterwards
    rename_folder = Signal(int, str)  # folder, name
    order_folders = Signal(tuple)  # all folders, in the order wanted
    remove_folder = Signal(int)  # folder; its conversations stay

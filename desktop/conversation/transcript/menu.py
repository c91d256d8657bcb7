"""The context menu."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.conversation.transcript.actions import Actions, put_on_clipboard
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.keyboard import Keyboard
from desktop.conversation.transcript.stage import Stage


def make_menu(parent: QWidget, stage: Stage, actions: Actions, keyboard: Keyboard, target: Target | None) -> QMenu:
    """Return the menu for a message or one of its controls, None where there is no message."""
    say = stage.flow.around.say
    menu = QMenu(parent)
    copy = menu.addAction(say("transcript.copy"), QKeySequence.StandardKey.Copy, actions.copy_selection)
    copy.setEnabled(stage.selected() is not None)
    if target is not None:
        message = target.message
        menu.addAction(say("transcript.copy_message"), lambda: actions.copy_message(message))
        address = actions.address(target)
        if address:
            menu.addAction(say("transcript.copy_link"), lambda: put_on_clipboard(address))
    menu.addSeparator()
    everything = menu.addAction(say("transcript.select_all"), QKeySequence.StandardKey.SelectAll, keyboard.select_all)
    everything.setEnabled(bool(stage.flow.items))
    return menu


def target_of_menu(stage: Stage, point: QPointF) -> Target | None:
    """Return what a menu opened at a point of the viewport is about."""
    target = stage.target_at(point)
    if target is not None or not stage.flow.items:
        return target
    number = stage.flow.number_at(stage.content(point).y())
    return Target(stage.flow.items[number].view.id)


def place_for_keyboard(stage: Stage) -> tuple[Target | None, QPoint]:
    """Return what a menu opened by keyboard is about, and where in the viewport it opens."""
    target = stage.attention.focused
    if target is None or not stage.flow.knows(target.message):
        return None, QPoint(0, 0)
    rect = stage.rect(target).translated(0.0, -stage.reading.scroll)
    y = min(max(rect.top(), 0.0), stage.reading.screen - 1.0)
    return target, QPoint(round(rect.left()), round(y))

"""The context menu."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.conversation.transcript.actions import Actions, put_on_clipboard
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, formula_at
from desktop.conversation.transcript.deeds import Deed, deeds_of
from desktop.conversation.transcript.input.keyboard import COPY_PLAIN, Keyboard
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage
from models.markdown import Code, Table


class Spot(NamedTuple):
    """What a menu is about: a message or control, and the place in the text; None where there is none."""

    target: Target | None
    position: Position | None


def make_menu(parent: QWidget, stage: Stage, actions: Actions, keyboard: Keyboard, spot: Spot) -> QMenu:
    """Return the menu for a spot of the conversation."""
    say = stage.flow.around.say
    menu = QMenu(parent)
    selects = stage.selected() is not None
    copy = menu.addAction(say("transcript.copy"), QKeySequence.StandardKey.Copy, actions.copy_selection)
    plain = menu.addAction(say("transcript.copy_plain"), COPY_PLAIN, actions.copy_plain)
    for entry in (copy, plain):
        entry.setEnabled(selects)
    if spot.target is not None:
        _add_block(menu, stage, actions, spot.target, spot.position)
        menu.addSeparator()
        _add_message(menu, stage, actions, spot.target)
    menu.addSeparator()
    everything = menu.addAction(say("transcript.select_all"), QKeySequence.StandardKey.SelectAll, keyboard.select_all)
    everything.setEnabled(bool(stage.flow.items))
    return menu


def make_message_menu(parent: QWidget, stage: Stage, actions: Actions, message: int) -> QMenu:
    """Return the menu of one message's own button."""
    menu = QMenu(parent)
    _add_message(menu, stage, actions, Target(message))
    return menu


def _add_message(menu: QMenu, stage: Stage, actions: Actions, target: Target) -> None:
    say = stage.flow.around.say
    menu.addAction(say("transcript.copy_message"), lambda: actions.copy_message(target.message))
    menu.addAction(say("transcript.quote"), lambda: actions.quote(target.message))
    menu.addSeparator()
    view = stage.item(target.message).view
    own = {Deed.REGENERATE: view.again, Deed.SEVERAL: view.several}
    for deed in deeds_of(view):
        name = own.get(deed) or say(deed.text_id)
        menu.addAction(name, QKeySequence(deed.key), partial(actions.do, deed, target.message))


def _add_block(menu: QMenu, stage: Stage, actions: Actions, target: Target, position: Position | None) -> None:
    """Add what can be done with the link, code or table that the menu is about."""
    say = stage.flow.around.say
    address = actions.address(target)
    if address:
        menu.addAction(say("transcript.copy_link"), lambda: put_on_clipboard(address))
    if position is None:
        return
    message, section, number, offset = position
    blocks = stage.item(message).passage(section).blocks
    block = blocks[number] if number < len(blocks) else None

    def activate(kind: ControlKind) -> None:
        actions.activate(Target(message, Control(kind, section, number)))

    formula = "" if block is None else formula_at(block, offset)
    if formula:
        menu.addAction(say("transcript.copy_formula"), lambda: put_on_clipboard(formula))
    if isinstance(block, Code):
        menu.addAction(say("transcript.copy_code"), lambda: activate(ControlKind.COPY_CODE))
        menu.addAction(say("transcript.save_code"), lambda: activate(ControlKind.SAVE_CODE))
    elif isinstance(block, Table):
        menu.addAction(say("transcript.copy_table"), lambda: activate(ControlKind.COPY_TABLE))


def spot_at(stage: Stage, point: QPointF) -> Spot:
    """Return what a menu opened at a point of the viewport is about."""
    if not stage.flow.items:
        return Spot(None, None)
    content = stage.content(point)
    target = stage.target_at(point) or Target(stage.flow.items[stage.flow.number_at(content.y())].id)
    position = stage.caret.at(content)
    if position is None or position.message != target.message:
        return Spot(target, None)
    return Spot(target, position)


def spot_of_keyboard(stage: Stage) -> tuple[Spot, QPoint]:
    """Return what a menu opened by keyboard is about, and where in the viewport it opens."""
    target = stage.attention.focused
    if target is None or not stage.flow.knows(target.message):
        return Spot(None, None), QPoint(0, 0)
    control = target.control
    in_block = control is not None and control.block >= 0
    position = Position(target.message, control.section, control.block, 0) if control and in_block else None
    rect = stage.rect(target).translated(0.0, -stage.reading.scroll)
    y = min(max(rect.top(), 0.0), stage.reading.screen - 1.0)
    return Spot(target, position), QPoint(round(rect.left()), round(y))

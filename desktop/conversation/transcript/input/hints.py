"""The tool tips and names of controls."""

from typing import Final

from desktop.conversation.transcript import footnotes
from desktop.conversation.transcript.actions import Actions
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.layout import fold_label, thinking_label
from desktop.conversation.transcript.stage import Stage
from desktop.theme import tooltip
from models.markdown import plain_text

_NAMES: Final = {
    ControlKind.COPY_CODE: "transcript.copy_code",
    ControlKind.SAVE_CODE: "transcript.save_code",
    ControlKind.COPY_TABLE: "transcript.copy_table",
    ControlKind.CONTINUE: "transcript.continue",
    ControlKind.COPY: "transcript.copy_message",
    ControlKind.EDIT: "transcript.edit",
    ControlKind.MORE: "transcript.more",
    ControlKind.REGENERATE: "transcript.regenerate",
    ControlKind.PREVIOUS: "transcript.previous",
    ControlKind.NEXT: "transcript.next",
    ControlKind.RECORD: "transcript.record",
}


def name_of(stage: Stage, target: Target) -> str:
    """Return what a control is called."""
    control, say = target.control, stage.flow.around.say
    if control is None:
        return ""
    if target == stage.attention.done:
        return say("transcript.copied")
    item = stage.item(target.message)
    if control.kind is ControlKind.THINKING:
        state = item.thinking_state()
        return "" if state is None else thinking_label(stage.flow.around, state)
    if control.kind is ControlKind.LINK:
        block, link = stage.block(target), stage.link(target)
        return "" if block is None or link is None else plain_text(block)[link.start : link.end]
    if control.kind in {ControlKind.WRAP_CODE, ControlKind.FOLD_CODE, ControlKind.ATTACHMENT}:
        return _changing_name(stage, item, target, control)
    own = item.view.again if control.kind is ControlKind.REGENERATE else ""
    return own or say(_NAMES[control.kind])


def _changing_name(stage: Stage, item: Item, target: Target, control: Control) -> str:
    """Return the name of a file, or what wrapping or folding a code block would do now."""
    if control.kind is ControlKind.ATTACHMENT:
        return stage.flow.around.say("composer.file.name", name=item.view.attachments[control.number].name)
    around, view = stage.flow.around, item.code_view(control.section, control.block)
    if control.kind is ControlKind.WRAP_CODE:
        return around.say("transcript.unwrap_code" if view.wrapped else "transcript.wrap_code")
    block = stage.block(target)
    return "" if block is None else fold_label(around, view, plain_text(block))


def description_of(stage: Stage, actions: Actions, target: Target) -> str:
    """Return what there is to know of a control beyond its name: a link's target, the whole quiet line."""
    control = target.control
    if control is None:
        return ""
    if control.kind is ControlKind.LINK:
        address = actions.address(target)
        if not address.startswith(footnotes.MARK):
            return address
        return footnotes.note_text(stage, target.message, control.section, address)
    view = stage.item(target.message).view
    if control.kind is ControlKind.ATTACHMENT:
        return view.attachments[control.number].detail
    footer = view.footer
    if control.kind is ControlKind.RECORD and footer is not None:
        return " \u00b7 ".join(part for part in (footer.mode, footer.temperature, footer.line) if part)
    return ""


def tip_of(stage: Stage, actions: Actions, target: Target) -> str:
    """Return the tool tip of a control, "" for none."""
    control = target.control
    if control is None or control.kind in {ControlKind.THINKING, ControlKind.FOLD_CODE}:
        return ""
    if control.kind is ControlKind.LINK:
        return tooltip(actions.address(target))
    return tooltip(name_of(stage, target), description_of(stage, actions, target))

"""The tool tips and names of controls."""

from typing import Final

from desktop.conversation.transcript.actions import Actions
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import ControlKind, links_of
from desktop.conversation.transcript.layout import thinking_label
from desktop.conversation.transcript.markdown import plain_text
from desktop.conversation.transcript.stage import Stage
from desktop.theme import tooltip

_NAMES: Final = {
    ControlKind.COPY_CODE: "transcript.copy_code",
    ControlKind.COPY: "transcript.copy_message",
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
        block = item.passage(control.section).blocks[control.block]
        link = links_of(block)[control.number]
        return plain_text(block)[link.start : link.end]
    return say(_NAMES[control.kind])


def description_of(stage: Stage, actions: Actions, target: Target) -> str:
    """Return what there is to know of a control beyond its name: a link's target, the whole quiet line."""
    control = target.control
    if control is None:
        return ""
    if control.kind is ControlKind.LINK:
        return actions.address(target)
    footer = stage.item(target.message).view.footer
    if control.kind is ControlKind.RECORD and footer is not None:
        return " \u00b7 ".join(part for part in (footer.mode, footer.temperature, footer.line) if part)
    return ""


def tip_of(stage: Stage, actions: Actions, target: Target) -> str:
    """Return the tool tip of a control, "" for none."""
    control = target.control
    if control is None or control.kind is ControlKind.THINKING:
        return ""
    if control.kind is ControlKind.LINK:
        return tooltip(actions.address(target))
    return tooltip(name_of(stage, target), description_of(stage, actions, target))

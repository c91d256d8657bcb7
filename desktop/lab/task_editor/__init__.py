"""Putting a task of one's own together: `TaskDialog` edits what is asked and how the answers are checked."""

from desktop.lab.task_editor.dialog import TaskDialog

__all__ = ["TaskDialog"]

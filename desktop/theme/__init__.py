"""How the window looks. Widgets take a `Theme` by `apply_theme(theme)`; nobody else names a colour or a font.

`dress` puts style sheet, palette and font of a theme on the whole program (`stylesheet` and `palette` are its parts).
`set_role` gives a widget a special part in the style sheet, by `Role`. `icon` draws an icon in a colour, a `ToolButton`
is one to press. `temperature_colour` is the one scale on which colour is temperature, `mixed` a mixture of two colours,
`visible` a colour of the user's own that can be seen on the theme, `contrast` their WCAG ratio. `interface_font`,
`code_font` and `text_size` are the fonts, `with_text` a length that grows with them; `tooltip` makes tool tips that
wrap, `own_viewport` scroll areas that are cheap to ask. `plain_label` and `text_button` are what pages are built of,
`without_icon` makes a dialog's button one of words alone. `chosen_theme` is the theme that the user's `Appearance`
stands for, `system_is_dark` what the system asks for and `SystemTheme` the word of its changes.
"""

from desktop.theme.application import dress
from desktop.theme.colours import DARK, LIGHT, Theme
from desktop.theme.contrast import contrast
from desktop.theme.fonts import SMALL, TITLE, code_font, interface_font, text_size, with_text
from desktop.theme.icons import ICON_SIZE, icon
from desktop.theme.page_parts import plain_label, text_button, without_icon
from desktop.theme.palette import palette
from desktop.theme.roles import Role, set_role
from desktop.theme.scale import mixed, temperature_colour, visible
from desktop.theme.stylesheet import stylesheet
from desktop.theme.system import SystemTheme, chosen_theme, system_is_dark
from desktop.theme.tool_button import ToolButton
from desktop.theme.tooltip import tooltip
from desktop.theme.viewport import own_viewport

__all__ = [
    "DARK",
    "ICON_SIZE",
    "LIGHT",
    "SMALL",
    "TITLE",
    "Role",
    "SystemTheme",
    "Theme",
    "ToolButton",
    "chosen_theme",
    "code_font",
    "contrast",
    "dress",
    "icon",
    "interface_font",
    "mixed",
    "own_viewport",
    "palette",
    "plain_label",
    "set_role",
    "stylesheet",
    "system_is_dark",
    "temperature_colour",
    "text_button",
    "text_size",
    "tooltip",
    "visible",
    "with_text",
    "without_icon",
]

"""What the program is: its version and package, whether there is a newer one, and the licences of all that is in it.

`AboutDialog` shows the `AboutFacts` and asks for the rest by its signals; `LicencesDialog` shows `LicenceText`s.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.about.about_dialog import AboutDialog
    from desktop.about.facts import AboutFacts
    from desktop.about.licences_dialog import LicencesDialog, LicenceText

__all__ = ["AboutDialog", "AboutFacts", "LicenceText", "LicencesDialog"]

__getattr__ = door(
    __name__,
    {
        "AboutDialog": "about_dialog",
        "AboutFacts": "facts",
        "LicenceText": "licences_dialog",
        "LicencesDialog": "licences_dialog",
    },
)

"""Scripts around the program: set-up, the checks, the starter model. Run from the repository's root, `-m tools.NAME`.

`prepare` and what it imports (`packages`, `system`) run before anything is installed: standard library only.
"""

"""The commands that people type: `callcenter serve`, `demo`, `press`, and those for upkeep and for programmers.

Each finds the database (the embedded one unless CALLCENTER_DATABASE_URL says otherwise), does one thing and tells
plainly what it did or why it could not.
"""

import typer

from callcenter.cli import centre, demo, description, upkeep

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
centre.add_to(app)
upkeep.add_to(app)
demo.add_to(app)
description.add_to(app)

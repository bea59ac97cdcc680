"""`python -m callcenter` is `callcenter`."""

from callcenter.cli import app

app()

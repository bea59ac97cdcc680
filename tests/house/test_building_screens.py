"""The screens are built again when they must be, and only then."""

from pathlib import Path

import pytest

from frontend.build import Result, sources


@pytest.fixture
def screens(tmp_path: Path) -> Result:
    """Screens of two files, built a moment ago."""
    folder = tmp_path / "frontend"
    for name in ("index.html", "src/main.ts", "tests/main.test.ts", "node_modules/vue/index.js", "node.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    built = Result(tmp_path / "stamp", folder, sources)
    built.stamp.write_text(built.hash())
    return built


def test_screens_that_were_just_built_are_fresh(screens: Result) -> None:
    """Nothing is done twice."""
    assert not screens.is_stale()


def test_screens_that_were_never_finished_are_stale(screens: Result) -> None:
    """A build that broke off leaves no stamp."""
    screens.stamp.unlink()

    assert screens.is_stale()


@pytest.mark.parametrize(
    ("path", "text"),
    [("src/main.ts", "another word"), ("src/phone/offer.ts", "a new file"), ("index.html", "")],
)
def test_screens_are_stale_when_what_they_are_made_of_changes(screens: Result, path: str, text: str) -> None:
    """Content counts, and so does a file that was not there before."""
    (screens.folder / path).parent.mkdir(exist_ok=True)
    (screens.folder / path).write_text(text)

    assert screens.is_stale()


def test_a_file_with_another_name_makes_the_screens_stale(screens: Result) -> None:
    """The same words elsewhere are another program."""
    (screens.folder / "src/main.ts").rename(screens.folder / "src/begin.ts")

    assert screens.is_stale()


@pytest.mark.parametrize("path", ["tests/main.test.ts", "node_modules/vue/index.js", "node.py"])
def test_tests_and_tools_do_not_make_the_screens_stale(screens: Result, path: str) -> None:
    """They are not in what is served."""
    (screens.folder / path).write_text("another word")

    assert not screens.is_stale()


def test_a_build_that_fails_leaves_the_screens_stale(screens: Result) -> None:
    """The next attempt begins again instead of serving half of it."""
    (screens.folder / "index.html").write_text("another word")

    with pytest.raises(SystemExit):
        screens.make("Building ...", "run", "a-script-that-does-not-exist", "--silent")

    assert screens.is_stale()

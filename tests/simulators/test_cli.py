"""Wrong use is said plainly, with exit code 2, before anything is started."""

from pathlib import Path

import msgspec
import pytest

from simulators.cli import main, parser
from tests.simulators.builders import some_credentials


@pytest.fixture
def credentials(tmp_path: Path) -> str:
    path = tmp_path / "credentials.json"
    path.write_bytes(msgspec.json.encode(some_credentials()))
    return str(path)


def test_help_tells_every_scenario_and_its_rate() -> None:
    told = parser().format_help()

    assert "ordinary_day" in told
    assert "rate 900" in told


def test_a_missing_credentials_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--credentials", str(tmp_path / "nowhere.json"), "--journal", str(tmp_path / "journal")])

    assert code == 2
    assert "cannot read credentials" in capsys.readouterr().err


def test_server_restart_wants_a_server_of_its_own(credentials: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--credentials", credentials, "--scenario", "server_restart"])

    assert code == 2
    assert "--server-command" in capsys.readouterr().err


def test_database_restart_wants_the_command_that_does_it(credentials: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--credentials", credentials, "--scenario", "database_restart"])

    assert code == 2
    assert "--database-command" in capsys.readouterr().err


def test_leaving_out_somebody_unknown_is_refused(
    credentials: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["--credentials", credentials, "--journal", str(tmp_path / "journal"), "--leave-out-caregiver", "nobody"]
    )

    assert code == 2
    assert "nobody" in capsys.readouterr().err


def test_a_journal_is_never_mixed_with_another_runs(
    credentials: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run.json").write_text("{}")

    code = main(["--credentials", credentials, "--journal", str(tmp_path)])

    assert code == 2
    assert "already holds" in capsys.readouterr().err


def test_a_server_that_ends_by_itself_is_said(
    credentials: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        [
            *("--credentials", credentials, "--journal", str(tmp_path / "journal")),
            *("--url", "http://127.0.0.1:9", "--server-command", "false"),
        ]
    )

    assert code == 2
    assert "ended by itself" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--speed", "0"], ["--rate", "-1"], ["--duration", "-3"], ["--scenario", "picnic"]])
def test_impossible_figures_are_refused(credentials: str, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--credentials", credentials, *wrong])

    assert ended.value.code == 2

"""What the timers of the system are given: whole paths, quoted as each of them reads it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import UsageProblem
from corpus.settings import Settings
from crawler.timers import cron, systemd

ODD = "ข่าว 100% of $HOME 'it' \"is\" \\ here"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("KHLANG_"):
            monkeypatch.delenv(name)


def printing_program(folder: Path) -> Path:
    """A program of an odd name that prints its arguments and settings, each in a line."""
    program = folder / ODD / "khlang.py"
    program.parent.mkdir()
    program.write_text(
        "import os, sys\nprint(*sys.argv[1:], os.environ.get('KHLANG_CONTACT', '-'), os.getcwd(), sep='\\n')\n",
        encoding="utf-8",
    )
    return program


def test_the_crontab_line_runs_from_anywhere_with_odd_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = printing_program(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("KHLANG_CONTACT", "100% <me@agency.go.th> $x")
    data = tmp_path / ODD / "data"
    line = cron(Settings(data=data), tmp_path / ODD / "khlang.toml", tmp_path / ODD)
    times, command = line.split(" cd ", 1)
    assert times == "*/15 * * * *"
    assert "%" not in command.replace("\\%", ""), "cron takes an unescaped % for the end of the command"
    # cron(8) takes the backslash before a % away and gives the rest to sh.
    subprocess.run(["/bin/sh", "-c", "cd " + command.replace("\\%", "%")], check=True, cwd="/")
    said = (data / "logs" / "run-due.log").read_text("utf-8").splitlines()
    wanted = ["--config", str(tmp_path / ODD / "khlang.toml"), "--data", str(data), "run-due"]
    assert said == [*wanted, "100% <me@agency.go.th> $x", str(tmp_path / ODD)]


def test_relative_paths_become_whole_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["/opt/khlang/bin/khlang"])
    words = shlex.split(cron(Settings(), Path("my.toml"), Path.cwd()))
    assert "/opt/khlang/bin/khlang" in words
    assert str(tmp_path / "my.toml") in words
    assert str(tmp_path / "data") in words


def test_the_units_are_hardened_and_name_whole_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/khlang/bin/khlang"])
    monkeypatch.setenv("KHLANG_CONTACT", 'a 100% "b" $c')
    lines = systemd(Settings(data=Path("/srv/news $5 50%")), None, Path("/srv/50% of it"), "khlang").splitlines()
    assert {
        "User=khlang",
        "WorkingDirectory=/srv/50%% of it",
        'Environment="KHLANG_CONTACT=a 100%% \\"b\\" $c"',
        'ExecStart=/opt/khlang/bin/khlang --data "/srv/news $$5 50%%" run-due',
        'ReadWritePaths="/srv/news $5 50%%"',
        "SuccessExitStatus=3",
        "KillMode=mixed",
        "TimeoutStopSec=900",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "Nice=10",
        "Persistent=true",
        "OnCalendar=*:0/15",
    } <= set(lines)


def test_a_line_break_in_a_path_is_refused() -> None:
    for unit in (systemd, cron):
        with pytest.raises(UsageProblem, match="control character"):
            unit(Settings(data=Path("/srv/new\nExecStart=/bin/rm")), None, Path("/"))


ANALYSE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYSE is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "a 100% $odd place" / "khlang"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    text = systemd(Settings(data=tmp_path / "my $data 50%"), None, tmp_path / "a 100% $odd place", "root")
    service, timer = text.split("# /etc/systemd/system/khlang-run-due.timer\n")
    (tmp_path / "khlang-run-due.service").write_text(service, "utf-8")
    (tmp_path / "khlang-run-due.timer").write_text(timer, "utf-8")
    done = subprocess.run(
        [
            str(ANALYSE),
            "verify",
            "--man=no",
            *(str(tmp_path / f"khlang-run-due.{k}") for k in ("service", "timer")),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        timeout=120,
    )
    about_ours = [line for line in done.stderr.splitlines() if "khlang-run-due" in line]
    assert (about_ours, done.returncode) == ([], 0), done.stderr


@pytest.mark.parametrize("user", ["a b", "x\nExecStart=/bin/sh", "%n", "-x"])
def test_a_name_that_no_user_can_have_is_refused(tmp_path: Path, user: str) -> None:
    with pytest.raises(UsageProblem, match="--user is"):
        systemd(Settings(data=tmp_path), None, tmp_path, user)

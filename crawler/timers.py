"""Timers of the system that call ``khlang run-due``: systemd units and a crontab line.

Both call it every quarter of an hour. It decides itself whether a slot is due, so that a slot missed while the machine
was off is caught up and a crashed run is continued soon; with nothing to do it says nothing and ends at once.
"""

from __future__ import annotations

import getpass
import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import UsageProblem
from corpus.settings import Settings

MINUTES = 15
STOP_SECONDS = 900  # what was fetched is taken in after a stop, which takes minutes on a small machine
NAME = "khlang-run-due"


def command(settings: Settings, config: Path | None) -> list[str]:
    """The words that call run-due from anywhere, with absolute paths."""
    program = Path(sys.argv[0]).absolute()
    start = [sys.executable, str(program)] if program.suffix == ".py" else [str(program)]
    settings_file = ["--config", str(config.absolute())] if config else []
    return _one_line([*start, *settings_file, "--data", str(settings.data.absolute()), "run-due"])


def systemd(settings: Settings, config: Path | None, folder: Path, user: str | None = None) -> str:
    """The service and the timer, each below a comment that names its file; *folder* is where they run.

    Settings of the environment are written into them.
    """
    program, *words = command(settings, config)
    user = user or getpass.getuser()
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,30}\$?", user, re.ASCII):
        raise UsageProblem(f"--user is {user!r}, which cannot name a user; give one such as khlang")
    folder_name, data = _one_line([str(folder.absolute()), str(settings.data.absolute())])
    given = "".join(f"Environment={_systemd_word(f'{k}={v}')}\n" for k, v in _environment())
    return SYSTEMD.format(
        name=NAME,
        user=user,
        folder=_percent(folder_name),
        environment=given,
        # The variables of a unit are put in for $NAME in the arguments, and nowhere else.
        command=" ".join([_systemd_word(program), *(_systemd_word(word.replace("$", "$$")) for word in words)]),
        data=_systemd_word(data),
        minutes=MINUTES,
        stop=STOP_SECONDS,
    )


def cron(settings: Settings, config: Path | None, folder: Path) -> str:
    """A line for ``crontab -e``: its output goes to a log, its complaints to the mail of the owner."""
    given = [f"{k}={v}" for k, v in _environment()]
    words = [*(["env", *given] if given else []), *command(settings, config)]
    place, logs = _one_line([str(folder.absolute()), str(settings.data.absolute() / "logs")])
    line = (
        f"cd {shlex.quote(place)} && mkdir -p {shlex.quote(logs)}"
        f" && {shlex.join(words)} >> {shlex.quote(f'{logs}/run-due.log')}"
    )
    # crontab(5): an unescaped % ends the command and begins its input.
    return f"*/{MINUTES} * * * * {line.replace('%', chr(92) + '%')}"


def _environment() -> Iterator[tuple[str, str]]:
    """The settings that the environment gives now and a timer would not have."""
    for name in sorted(os.environ):
        if name.startswith("KHLANG_") and not name.startswith("KHLANG_TEST_") and name != "KHLANG_DATA":
            yield name, _one_line([os.environ[name]])[0]


def _one_line(words: Iterable[str]) -> list[str]:
    found = list(words)
    for word in found:
        if re.search(r"[\x00-\x1f\x7f]", word):
            raise UsageProblem(f"{word!r} has a control character, which a timer cannot name; give another")
    return found


def _percent(text: str) -> str:
    """systemd.unit(5): % begins a specifier."""
    return text.replace("%", "%%")


def _systemd_word(word: str) -> str:
    """A word as systemd.service(5) reads it: quoted where it must be, with % taken literally."""
    text = _percent(word)
    if re.fullmatch(r"[\w@%+=:,./$-]+", text, re.ASCII):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


SYSTEMD = """\
# /etc/systemd/system/{name}.service
[Unit]
Description=Khlang Khao: visit the sites whose time has come
Wants=network-online.target
After=network-online.target
# A mail or a message when a run fails: name a unit of your own here.
# OnFailure=mail-to-admin@%n.service

[Service]
Type=oneshot
User={user}
WorkingDirectory={folder}
{environment}ExecStart={command}
# 3: some pages were refused, which is daily life with old sites; khlang runs tells.
SuccessExitStatus=3
# Only the command itself is told to stop, so that it can end the crawl in order.
KillMode=mixed
TimeoutStopSec={stop}
Nice=10
IOSchedulingClass=best-effort
IOSchedulingPriority=7
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={data}
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
CapabilityBoundingSet=
UMask=0027

# /etc/systemd/system/{name}.timer
[Unit]
Description=Khlang Khao: ask every {minutes} minutes whether a site's time has come

[Timer]
OnCalendar=*:0/{minutes}
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target
"""

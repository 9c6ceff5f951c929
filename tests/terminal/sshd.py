"""A real OpenSSH server on loopback, with the lines that docs/ssh.md tells people to use."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.terminal.sitting import PATIENCE, ROOT

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
PROGRAM = Path(sys.executable).with_name("ironquote")
SNIPPET = ROOT / "docs" / "reader.sshd_config"


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Server:
    """One server, with this person for its only user: as a reader, or as a writer with a shell. Without a
    record, a reader gets the one that ships."""

    def __init__(self, folder: Path, record: Path | None, *, reader: bool) -> None:
        assert SSHD is not None
        self.folder, self.record, self.port = folder, record, free_port()
        for name in ("host", "person"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        (folder / "keys").write_text((folder / "person.pub").read_text())
        config = folder / "sshd_config"
        config.write_text(self._config(reader))
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        self.log = folder / "log"
        self.process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", config], stdin=subprocess.DEVNULL, stderr=self.log.open("wb")
        )
        self._await_port()

    def _config(self, reader: bool) -> str:
        """The snippet's block for a reader or for writers, for this person, files and faster patience."""
        blocks = re.split(r"(?m)^(?=Match )", SNIPPET.read_text())
        [block] = [one for one in blocks if one.startswith("Match User" if reader else "Match Group")]
        changes = {
            r"Match .*": f"Match User {getpass.getuser()}",
            r"/etc/ssh/readers/%u": str(self.folder / "keys"),
            r"/usr/local/bin/ironquote": str(PROGRAM),
            r" --record \S+": f" --record {self.record}" if self.record else "",
            r"ClientAliveInterval \d+": "ClientAliveInterval 1",
            r"ClientAliveCountMax \d+": "ClientAliveCountMax 2",
        }
        for before, after in changes.items():
            block = re.sub(before, after, block)
        return f"""\
Port {self.port}
ListenAddress 127.0.0.1
HostKey {self.folder / "host"}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PermitUserEnvironment no
MaxStartups 100
AuthorizedKeysFile {self.folder / "keys"}
Subsystem sftp internal-sftp
{block}"""

    def _await_port(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, self.log.read_text()

    def options(self, port: str = "-p") -> list[str]:
        """What a client must be told to come to this server and to ask nothing."""
        told = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": str(self.folder / "known"),
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
        }
        options = [part for name, value in told.items() for part in ("-o", f"{name}={value}")]
        return ["-F", "none", "-i", str(self.folder / "person"), port, str(self.port), *options]

    def ssh(self, *arguments: str, command: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A client's command line."""
        return ("ssh", *self.options(), *arguments, f"{getpass.getuser()}@127.0.0.1", *command)

    def browsers(self) -> list[int]:
        """The processes of the program that it serves now."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            # Not the shell that was told to start it, which has the whole line for a word.
            if str(PROGRAM).encode() in words and (not self.record or str(self.record).encode() in words):
                found.append(int(entry.name))
        return found

    def close(self) -> None:
        """End the server and what it serves."""
        self.process.terminate()
        self.process.wait()

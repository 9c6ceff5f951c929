"""Is a path on a file system of another machine? There, locks and fsync promise less."""

from __future__ import annotations

import re
from pathlib import Path

_NETWORK = frozenset(
    [
        *(
            "9p",
            "afs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "glusterfs",
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
        ),
        *("orangefs", "smb3", "smbfs", "vboxsf"),
        *("fuse.cephfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    ]
)


def network_warning(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str | None:
    """A sentence for the person whose record lies on a network file system; None elsewhere.

    Only Linux lists its mounts in a file; elsewhere nothing is known and nothing is said.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    kind = _kind_at(path, lines)
    if kind not in _NETWORK:
        return None
    return (
        f"The record {path} lies on a network file system ({kind}), where two people writing at once and a"
        " crash of the server are less safe than on a local disk. Keep it on a local disk if you can."
    )


def _kind_at(path: Path, lines: list[str]) -> str | None:
    kind, longest = None, -1
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) < 5:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4]))
        # A later mount lies over an earlier one at the same place.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = kinds[0], len(point.parts)
    return kind

"""What Linux knows of another process and its sockets."""

import os
from pathlib import Path


def cpu_seconds(process_id: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory_bytes(process_id: int) -> int:
    """The most memory that a process had in use at once."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def unsent_bytes(port: int, peer_port: int) -> int | None:
    """What the system holds of a loopback IPv4 connection from `port` to `peer_port`; None when there is none."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        if (_port(local), _port(remote)) == (port, peer_port):
            return int(queues.partition(":")[0], 16)
    return None


def _port(address: str) -> int:
    return int(address.partition(":")[2], 16)

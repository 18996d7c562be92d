"""What the supervisor tells the zygote, as one line of JSON; and where executors of either sort are asked for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from jakgraph.store.executor import ExecutorConfig

if TYPE_CHECKING:
    from pathlib import Path


def federated_path(socket_path: Path) -> Path:
    """Return where executors of federated queries are asked for, beside those of all others.

    >>> from pathlib import Path
    >>> federated_path(Path("/run/jakgraph/engine")).name
    'engine-out'
    """
    return socket_path.with_name(f"{socket_path.name}-out")


@dataclass(frozen=True)
class ZygoteConfig:
    """What the supervisor tells the zygote."""

    socket_path: str
    parent_pid: int
    files: list[str]
    default_graph: Literal["union", "own"]
    revision: str
    executor: ExecutorConfig

    def to_json(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> ZygoteConfig:
        """Read it from one line."""
        fields = json.loads(line)
        return cls(**{**fields, "executor": ExecutorConfig(**fields["executor"])})

"""What the keeper tells the broker, as one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class BrokerConfig:
    """A broker's orders; ``listener`` is the number of an open file of its process, a socket that listens.

    ``networks`` are those, by commas, to whose addresses names may resolve though they are not public.
    """

    listener: int
    secret: str
    parent_pid: int
    endpoints: list[str]
    networks: str
    most_bytes: int
    agent: str

    def to_json(self) -> str:
        """Return it as one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> BrokerConfig:
        """Read it from one line."""
        return cls(**json.loads(line))

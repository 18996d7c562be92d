"""The service's settings: one frozen dataclass, built once by the command line, read nowhere else from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from jakgraph.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

DefaultGraph = Literal["union", "own"]

_LARGEST_MB = 1_048_576
"""1 TiB: beyond it a size is a slip, and the kernel's limits have no number for the largest ones."""
_ADDRESS = re.compile(r"[!$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~#]+")
"""The characters of an address, without those that a query's text could be misread by."""
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)
"""Hosts that some systems take for an address, however few numbers they have."""


@dataclass(frozen=True)
class Settings:
    """What ``jakgraph serve`` can be told. Sizes in MiB, times in seconds."""

    files: tuple[Path, ...] = field(default=(), metadata={"help": "RDF files to serve instead of the built-in graph"})
    empty: bool = field(default=False, metadata={"help": "serve an empty dataset"})
    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=8000, metadata={"help": "port to listen on"})
    workers: int = field(default=1, metadata={"help": "HTTP worker processes"})
    timeout: float = field(default=30.0, metadata={"help": "time limit of a query, in seconds"})
    max_rows: int = field(default=1_000_000, metadata={"help": "most rows or triples in one result"})
    max_result_mb: int = field(default=256, metadata={"help": "largest result, in MiB"})
    memory_mb: int = field(
        default=1024, metadata={"help": "memory one query may add, in MiB; waiting queries keep what they have"}
    )
    fast_slots: int = field(
        default=4, metadata={"help": "queries that may run in their first 250 ms, for each HTTP worker"}
    )
    slow_slots: int = field(default=2, metadata={"help": "longer queries that may run at once, for each HTTP worker"})
    slow_queue: int = field(
        default=8, metadata={"help": "longer queries that may wait, stopped, for a place, for each HTTP worker"}
    )
    no_plans: bool = field(
        default=False, metadata={"help": "evaluate queries in the engine's own order, not in one planned by the data"}
    )
    allocator: str = field(
        default="auto",
        metadata={"help": "what gives queries their memory: auto, system, tcmalloc, jemalloc, or a library"},
    )
    cache_mb: int = field(default=64, metadata={"help": "answers that each worker keeps ready, in MiB; 0: none"})
    default_graph: DefaultGraph = field(
        default="union", metadata={"help": "what a query without FROM sees: the merge of all graphs, or its own"}
    )
    log: str = field(default="", metadata={"help": "where one line per query goes: stderr, or a file; empty: nowhere"})
    log_queries: bool = field(default=False, metadata={"help": "write queries into the log, not only their hashes"})
    client_seconds: float = field(
        default=0.0, metadata={"help": "seconds of query time per minute for one client address; 0: no bound"}
    )
    trusted_proxies: str = field(
        default="", metadata={"help": "addresses or networks of proxies whose X-Forwarded-For is believed, by commas"}
    )
    allow_service: tuple[str, ...] = field(
        default=(), metadata={"help": "address of an endpoint that SERVICE may ask; once for each endpoint"}
    )
    service_networks: str = field(
        default="",
        metadata={"help": "networks that are not public and hold such endpoints all the same, by commas"},
    )
    service_mb: int = field(default=16, metadata={"help": "largest answer of such an endpoint, in MiB"})
    report_url: str = field(
        default="",
        metadata={"help": "address of a form for reports of errors; {title} and {text} in it are filled in"},
    )
    public_url: str = field(default="", metadata={"help": "address under which clients see this service"})

    def __post_init__(self) -> None:
        if self.empty and self.files:
            raise SettingsError("empty", "goes without files.", remedy="Leave out either --empty or the files.")
        self._check_counts()
        for name in ("trusted_proxies", "service_networks"):
            try:
                [ip_network(part.strip(), strict=False) for part in getattr(self, name).split(",") if part.strip()]
            except ValueError as error:
                raise SettingsError(name, f"{error}.") from error
        self._check_addresses()
        if not 0 < self.timeout <= 86_400:
            raise SettingsError("timeout", f"{self.timeout:g} s is not between 0 and 86400 s.")
        if not 0 <= self.port <= 65_535:
            raise SettingsError("port", f"{self.port} is not a port number (0 to 65535).")
        if self.default_graph not in ("union", "own"):
            raise SettingsError("default_graph", f"{self.default_graph!r} is neither 'union' nor 'own'.")

    def _check_addresses(self) -> None:
        public = urlsplit(self.public_url)
        if self.public_url and (public.scheme not in ("http", "https") or not public.hostname or public.query):
            raise SettingsError(
                "public_url", f"{self.public_url!r} is no address.", remedy="Write it like https://sparql.example.org."
            )
        for url in self.allow_service:
            if (problem := _problem_of_endpoint(url)) or self.allow_service.count(url) > 1:
                raise SettingsError(
                    "allow_service",
                    f"{url!r} {problem or 'is listed twice'}.",
                    remedy="Write each endpoint's whole address once, like https://sparql.example.org/sparql.",
                )

    def _check_counts(self) -> None:
        for name in ("workers", "max_rows", "max_result_mb", "memory_mb", "fast_slots", "slow_slots", "service_mb"):
            if getattr(self, name) < 1:
                raise SettingsError(name, f"{getattr(self, name)} is less than 1.")
        for name in ("slow_queue", "cache_mb", "client_seconds"):
            if getattr(self, name) < 0:
                raise SettingsError(name, f"{getattr(self, name)} is less than 0.")
        for name in ("max_result_mb", "memory_mb", "cache_mb", "service_mb"):
            if getattr(self, name) > _LARGEST_MB:
                raise SettingsError(name, f"{getattr(self, name)} is more than {_LARGEST_MB} MiB (1 TiB).")


def _problem_of_endpoint(url: str) -> str:
    """Return what keeps an address from being that of an endpoint, "" if nothing does."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "has no host and port that can be read"
    wrongs = (
        (not _ADDRESS.fullmatch(url), "holds what an address cannot"),
        (parts.scheme not in ("http", "https") or not host, "is no absolute http(s) address"),
        ("@" in parts.netloc, "holds a name or a password, which are never sent"),
        ("#" in url, "has a fragment, which is never sent"),
        (bool(_NUMERIC.fullmatch(host)) and not _is_address(host), "has a number for a host that is no whole address"),
    )
    return next((words for is_wrong, words in wrongs if is_wrong), "")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def help_of(name: str) -> str:
    """Return the help sentence of a setting; KeyError for an unknown name."""
    sentence: str = {item.name: item.metadata["help"] for item in fields(Settings)}[name]
    return sentence

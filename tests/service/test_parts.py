"""What the service asks for its pages, searches and pictures, and for itself: watched as the queries of clients are."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.service.test_queries import ENDLESS, LATEST_CANCEL_SECONDS, TOKEN, wait_until
from tests.service.test_watch import STRANGER

from jakgraph.queries import Parameter
from jakgraph.queries.panels import Panel
from jakgraph.service.app import create_app
from jakgraph.service.watch import OWN, QueryWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from jakgraph.service.context import ServiceContext

ARMS = "SELECT ?arm { VALUES ?this { <https://w3id.org/jakgraph/drug/baricitinib> } ?arm ?property ?this }"
PAGE = "/page/drug/baricitinib"
PARTS = ["/page/drug counts", "/page/drug labels", "/page/drug statements"]


@pytest.fixture
def watch(context: ServiceContext) -> QueryWatch:
    """A watch that gives each client a second."""
    return QueryWatch.of(replace(context.settings, client_seconds=1))


@pytest.fixture
def client(context: ServiceContext, watch: QueryWatch) -> Callable[..., FlaskClient]:
    """Give a client of an app over a context with these changes, whose queries go through that watch."""

    def make(**changes: Any) -> FlaskClient:
        return create_app(replace(context, watched_by=watch, token="of-the-operator", **changes)).test_client()

    return make


def panel(text: str) -> Panel:
    """Return a panel of drugs that asks this."""
    return Panel("arms", ("drug",), "Arms", "Which?", 1, "table", "None", text, (Parameter("this", "drug", "x", "x"),))


def ended(watch: QueryWatch, client: str | None = None) -> list[str]:
    """Return the names of the queries that have ended, of one client or of all."""
    return sorted(slow.record.name for slow in watch.slow.slowest(3600, client))


def test_each_part_of_a_page_that_is_evaluated_has_a_line(
    client: Callable[..., FlaskClient], watch: QueryWatch
) -> None:
    """Under its own name and for the client; a page whose parts are kept ready leaves none."""
    browser = client(panels=(panel(ARMS),))
    for _ in range(3):
        assert browser.get(PAGE, environ_base=STRANGER).status_code == 200
    assert ended(watch) == ended(watch, "192.0.2.1") == sorted(["/page/drug arms", *PARTS])


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/drug/tofacitinib", ["/drug/tofacitinib counts", "/drug/tofacitinib statements", ""]),
        ("/page/drug", ["/page/drug"]),
        (
            "/graph/neighbours?iri=drug/baricitinib&relation=x&direction=out",
            ["/graph/neighbours", "/graph/neighbours labels"],
        ),
        ("/search?q=baricitinib", ["search"]),
        ("/search.json?q=bari", ["search"]),
        ("/query?query=ASK{}", [""]),
    ],
)
def test_every_page_and_document_is_watched(
    client: Callable[..., FlaskClient], watch: QueryWatch, address: str, names: list[str]
) -> None:
    """What is asked for it is charged to whoever asked for it, and stands in the log under the page's name."""
    client().get(address, environ_base=STRANGER)
    assert ended(watch, "192.0.2.1") == sorted(names)


def test_what_the_service_asks_for_itself_is_the_operators_to_see(
    client: Callable[..., FlaskClient], watch: QueryWatch
) -> None:
    """Numbers and names that are the same for everybody: listed and logged, once, charged to nobody."""
    browser = client()
    for _ in range(2):
        assert browser.get("/", environ_base=STRANGER).status_code == 200
        assert browser.get("/search.json?q=bari", environ_base=STRANGER).status_code == 200
    own = ended(watch, OWN)
    assert set(own) == {"names for the search", "numbers of the dataset", "what is new and open"}
    assert own.count("names for the search") == 1
    assert ended(watch, "192.0.2.1") == ["search", "search"]
    assert watch.budget.untold().keys() == {"192.0.2.1"}


def test_who_has_used_his_share_gets_no_page_that_has_to_be_worked_for(
    client: Callable[..., FlaskClient], watch: QueryWatch
) -> None:
    """429 with Retry-After for pages, searches and pictures; what is kept ready costs nothing and is given."""
    browser = client()
    assert browser.get(PAGE).status_code == 200
    watch.budget.charge("192.0.2.1", 2)
    assert browser.get(PAGE, environ_base=STRANGER).status_code == 200
    for address in ("/page/drug/tofacitinib", "/search?q=bari", "/search.json?q=bari", "/graph/relations?iri=drug/x"):
        refused = browser.get(address, environ_base=STRANGER)
        assert (refused.status_code, int(refused.headers["Retry-After"]) > 60) == (429, True)


def test_a_page_that_was_begun_is_finished(
    client: Callable[..., FlaskClient], watch: QueryWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose share ends with a part of a page gets its names all the same, and pays for them."""
    browser = client()
    checked: list[str] = []

    def check(asking: str) -> None:
        checked.append(asking)

    monkeypatch.setattr(watch.budget, "check", check)
    assert "baricitinib" in browser.get(PAGE, environ_base=STRANGER).text
    assert ended(watch) == PARTS
    assert len(checked) == 2


def test_a_part_of_a_page_is_listed_and_stopped_by_its_id(client: Callable[..., FlaskClient]) -> None:
    """DELETE ends it within half a second; the page says which part is missing and why."""
    endless = ENDLESS.replace("{", "{ VALUES ?this { <https://w3id.org/jakgraph/drug/baricitinib> }", 1)
    browser, operator = client(panels=(panel(endless),)), client()
    answers: list[TestResponse] = []
    thread = threading.Thread(target=lambda: answers.append(browser.get(PAGE, environ_base=STRANGER)))
    thread.start()
    wait_until(lambda: any(query.get("name") == "/page/drug arms" for query in listed(operator)))
    (query,) = listed(operator)
    assert query["client"] == "192.0.2.1"
    page = operator.get("/queries", headers={**TOKEN, "Accept": "text/html"}).text
    assert "/page/drug arms" in page
    assert operator.delete(f"/queries/{query['id']}", environ_base=STRANGER).status_code == 204
    thread.join(LATEST_CANCEL_SECONDS + 5)
    assert "This part cannot be shown now: The query was cancelled." in answers[0].text


def listed(operator: FlaskClient) -> list[dict[str, Any]]:
    """Return the queries that are running, as the operator sees them."""
    found: list[dict[str, Any]] = operator.get("/queries", headers=TOKEN).json["queries"]  # type: ignore[index]
    return found

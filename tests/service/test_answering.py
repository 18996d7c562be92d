"""Answers from what is kept ready, in process, over a real engine that counts what it is asked."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from jakgraph.errors import EngineBusy, QuerySyntaxError
from jakgraph.service.answering import MIB, Answering
from jakgraph.service.protocol.parameters import HttpCall, QueryParameters, read_query_operation
from jakgraph.store.engine import Engine

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.protocol.reply import Reply
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.inspection import Inspection
    from jakgraph.store.jobs import QueryJob, QueryResult
    from jakgraph.store.steps import Steps

ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
FORM = "application/x-www-form-urlencoded"


class CountingEngine(Engine):
    """The context's engine, with a count of evaluations and a revision that a test can change."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._revision, self._load = "r1", "first"
        self.evaluated = 0

    def evaluate_in_steps(
        self, job: QueryJob, cancellation: Cancellation | None = None, inspection: Inspection | None = None
    ) -> Steps[QueryResult]:
        self.evaluated += 1
        result = yield from self._engine.evaluate_in_steps(job, cancellation, inspection)
        return replace(result, revision=self._revision, edition=self.edition)

    def refusal_of(self, text: str) -> EngineBusy | None:
        return self._engine.refusal_of(text)


@pytest.fixture
def engine(context: ServiceContext) -> CountingEngine:
    return CountingEngine(context.engine)


@pytest.fixture
def answering(engine: CountingEngine) -> Answering:
    return Answering(engine, MIB)


def get(query: str = ALL, method: str = "GET", **headers: str) -> HttpCall:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpCall(method, urlencode({"query": query}).encode(), named)


def post(query: str = ALL) -> HttpCall:
    return HttpCall("POST", b"", {"content-type": FORM}, urlencode({"query": query}).encode())


def answer(answering: Answering, call: HttpCall) -> Reply:
    operation = read_query_operation(call)
    assert isinstance(operation, QueryParameters)
    return answering.ready(call) or answering.answer(call, operation)


def without_id(reply: Reply) -> Reply:
    """Return a reply as it is when no query was run for it."""
    assert header(reply, "Query-Id")
    return replace(reply, headers=tuple(item for item in reply.headers if item[0] != "Query-Id"))


def header(reply: Reply, name: str) -> str | None:
    return dict(reply.headers).get(name)


def test_a_repeat_is_not_evaluated(answering: Answering, engine: CountingEngine) -> None:
    """The same request again gets the same bytes and headers without the engine, by GET and HEAD."""
    first = answer(answering, get())
    again = [answering.ready(get()), answering.ready(get(method="HEAD"))]
    assert again == [without_id(first), without_id(first)]
    assert engine.evaluated == 1


def test_the_same_query_otherwise_asked_is_not_evaluated(answering: Answering, engine: CountingEngine) -> None:
    """Text, dataset and format make the key, not the way in which they were sent; a POST's reply stays its own."""
    first = answer(answering, get())
    other = answer(answering, get(accept="application/sparql-results+json;q=0.9, text/html;q=0.1"))
    posted = answer(answering, post())
    assert first.body == other.body == posted.body
    assert header(posted, "Cache-Control") == "no-store"
    assert header(posted, "ETag") is None
    assert engine.evaluated == 1


def test_formats_and_texts_are_kept_apart(answering: Answering, engine: CountingEngine) -> None:
    """Another format or another text is another answer."""
    bodies = {
        answer(answering, call).body for call in (get(), get(accept="text/csv"), get(query="SELECT * { ?s a ?class }"))
    }
    assert len(bodies) == engine.evaluated == 3


def test_another_revision_is_another_answer(answering: Answering, engine: CountingEngine) -> None:
    """Nothing of the old snapshot is served once the engine has a new one."""
    old = answer(answering, get())
    engine._revision = "r2"
    new = answer(answering, get())
    assert header(new, "ETag") != header(old, "ETag")
    assert engine.evaluated == 2


def test_another_loading_of_a_revision_has_other_tags(answering: Answering, engine: CountingEngine) -> None:
    """RFC 9110, 8.8.1: the order of solutions differs between loadings, so one strong tag cannot stand for both."""
    old = answer(answering, get())
    engine._load = "second"
    reply = answer(answering, get(if_none_match=header(old, "ETag") or ""))
    assert reply.status == 200
    assert header(reply, "ETag") != header(old, "ETag")


def test_a_tag_is_not_judged_before_the_engine_has_said_what_it_holds(
    answering: Answering, engine: CountingEngine
) -> None:
    """Until then nobody knows whether the tag still stands: the answer is evaluated."""
    tag = header(answer(answering, get()), "ETag") or ""
    engine._load = ""
    fresh = Answering(engine, 0)
    assert answer(fresh, get(if_none_match=tag)).status == 200
    assert engine.evaluated == 2


def test_a_known_tag_asks_nobody(answering: Answering, engine: CountingEngine) -> None:
    """304 comes without the engine, also from a process that has kept nothing."""
    tag = header(answer(answering, get()), "ETag") or ""
    again = get(if_none_match=tag)
    for by in (answering, Answering(engine, 0)):
        reply = answer(by, again)
        assert (reply.status, reply.body, header(reply, "ETag")) == (304, b"", tag)
        assert header(reply, "Content-Type") is None
    assert engine.evaluated == 1


def test_coded_answers_have_a_tag_of_their_own(answering: Answering, engine: CountingEngine) -> None:
    """RFC 9110, 8.8.3.3: compressed bytes are another representation; either tag gives 304 to who may have it."""
    plain, coded = answer(answering, get()), answer(answering, get(accept_encoding="gzip"))
    assert gzip.decompress(coded.body) == plain.body
    assert (header(coded, "Content-Encoding"), header(plain, "Content-Encoding")) == ("gzip", None)
    tags = [header(reply, "ETag") or "" for reply in (plain, coded)]
    assert tags[0] != tags[1]
    for tag in tags:
        reply = answer(answering, get(accept_encoding="gzip", if_none_match=tag))
        assert (reply.status, header(reply, "ETag"), header(reply, "Content-Encoding")) == (304, tag, None)
    assert answer(answering, get(if_none_match=tags[1])).status == 200
    assert engine.evaluated == 1


def test_another_tag_is_answered_whole(answering: Answering) -> None:
    """A tag of something else does not count."""
    assert answer(answering, get()).body == answer(answering, get(if_none_match='"other"')).body


@pytest.mark.parametrize("query", ["SELECT (RAND() AS ?x) {}", "SELECT (NOW() AS ?x) {}"])
def test_answers_that_change_are_evaluated_each_time(answering: Answering, engine: CountingEngine, query: str) -> None:
    """What differs each time is never kept, however it is asked."""
    for call in (get(query), get(query), post(query)):
        answer(answering, call)
    assert engine.evaluated == 3


def test_errors_are_not_kept(answering: Answering, engine: CountingEngine) -> None:
    """A mistake is told each time, by the engine."""
    for _ in range(2):
        with pytest.raises(QuerySyntaxError):
            answer(answering, get("SELECT * { ?s ?p }"))
    assert engine.evaluated == 2


def test_keeping_nothing_still_answers(engine: CountingEngine) -> None:
    """``--cache-mb 0``: every request is evaluated."""
    answering = Answering(engine, 0)
    assert answer(answering, get()).body == answer(answering, get()).body
    assert engine.evaluated == 2


def test_what_the_engine_would_refuse_is_refused_without_it(
    answering: Answering, engine: CountingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a crowd a long query's like is refused at once, with its id and without being evaluated; any other is not."""
    refusal = EngineBusy("All places are taken.", retry_after_seconds=9)
    monkeypatch.setattr(engine, "refusal_of", lambda text: refusal if text == ALL else None)
    with pytest.raises(EngineBusy) as caught:
        answer(answering, get())
    assert caught.value.query_id
    assert engine.evaluated == 0
    assert answer(answering, get("ASK {}")).status == 200


def test_comments_and_space_make_no_other_query(answering: Answering, engine: CountingEngine) -> None:
    """Texts that differ in them only have one answer and one tag; a string is another query."""
    first = answer(answering, get("SELECT * { ?s ?p 'x  y' }"))
    second = answer(answering, get("SELECT *  # all\n{ ?s ?p 'x  y' }"))
    assert engine.evaluated == 1
    assert dict(first.headers)["ETag"] == dict(second.headers)["ETag"]
    answer(answering, get("SELECT * { ?s ?p 'x y' }"))
    assert engine.evaluated == 2

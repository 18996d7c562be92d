"""The index of names: what finds what, in which order, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.errors import QueryCancelled
from jakgraph.namespaces import JGR
from jakgraph.service.search.index import BEGINS, CORRECTED, EXACT, MOST_MATCHES, SearchIndex
from jakgraph.service.search.reading import Named
from jakgraph.service.search.words import words_of
from jakgraph.store.cancellation import Cancellation


def named(kind: str, key: str, label: str, *names: tuple[str, str]) -> Named:
    """Return a thing of ours with its label and further names as pairs of text and way."""
    return Named(f"{JGR}{kind}/{key}", kind, label, ((label, "label"), *names))


BARICITINIB = named(
    "drug",
    "baricitinib",
    "Baricitinib",
    ("Olumiant", "synonym"),
    ("LY3009104", "synonym"),
    ("chembl.compound:CHEMBL2105759", "identifier"),
    ("CHEBI:95341", "identifier"),
    ("http://identifiers.org/cas/1187594-09-7", "IRI"),
)
THINGS = (
    BARICITINIB,
    named("drug", "tofacitinib", "Tofacitinib", ("Xeljanz", "synonym")),
    named("trial", "nct03616912", "SLE-BRAVE-I", ("clinicaltrials:NCT03616912", "identifier")),
    named("trial", "nct03616964", "SLE-BRAVE-II", ("clinicaltrials:NCT03616964", "identifier")),
    named("trial", "pooled", "SLE-BRAVE-I and -II pooled"),
    named("source", "pmid-36848918", "SLE-BRAVE-I, baricitinib phase 3", ("PMID:36848918", "identifier")),
    named("source", "nct03616912", "NCT03616912 (ClinicalTrials.gov)", ("clinicaltrials:NCT03616912", "identifier")),
    named("autoantibody", "anti-dsdna", "anti-double-stranded DNA antibody", ("anti-dsDNA", "synonym")),
    named("protein", "jak1", "Janus kinase 1 (JAK1)", ("JAK1", "symbol")),
    named("cytokine", "ifn-alpha", "interferon alpha", ("IFN-alpha", "synonym")),
    named("disease", "sjogren", "Sjögren's disease"),
    named("potency", "baricitinib-jak1-1", "Baricitinib, JAK1: 5.9 nM"),
    named("drug", "anifrolumab", "Anifrolumab"),
    named("potency", "jak10", "JAK10 made up"),
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    """An index of a few things, as they are called in the graph."""
    return SearchIndex(THINGS)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("baricitinib", "drug/baricitinib"),
        ("BARICITINIB ", "drug/baricitinib"),
        ("olumiant", "drug/baricitinib"),
        ("LY3009104", "drug/baricitinib"),
        ("ly 3009104", "drug/baricitinib"),
        ("CHEMBL2105759", "drug/baricitinib"),
        ("chebi:95341", "drug/baricitinib"),
        ("http://identifiers.org/cas/1187594-09-7", "drug/baricitinib"),
        (f"{JGR}drug/baricitinib", "drug/baricitinib"),
        (f"<{JGR}drug/baricitinib>", "drug/baricitinib"),
        ("jgr:drug/baricitinib", "drug/baricitinib"),
        (f"{JGR}source/nct03616912", "source/nct03616912"),
        ("drug/baricitinib", "drug/baricitinib"),
        ("NCT03616912", "trial/nct03616912"),
        ("https://clinicaltrials.gov/study/NCT03616912", "trial/nct03616912"),
        ("PMID:36848918", "source/pmid-36848918"),
        ("36848918", "source/pmid-36848918"),
        ("jak 1", "protein/jak1"),
        ("IFN-\N{GREEK SMALL LETTER ALPHA}", "cytokine/ifn-alpha"),
        ("sjogren", "disease/sjogren"),
        ("barcitinib", "drug/baricitinib"),
        ("tofacitnib", "drug/tofacitinib"),
        ("tofaictinib", "drug/tofacitinib"),
        ("xeljans", "drug/tofacitinib"),
        ("anti dsDNA", "autoantibody/anti-dsdna"),
        ("antidsdna", "autoantibody/anti-dsdna"),
        ("SLE brave 1", "trial/nct03616912"),
        ("sle-brave ii", "trial/nct03616964"),
        ("bari", "drug/baricitinib"),
    ],
)
def test_thing_is_found_first_by_what_people_call_it(index: SearchIndex, text: str, path: str) -> None:
    """Labels, synonyms, brand names, codes, identifiers, IRIs, part of a name, and slips lead to the thing meant."""
    assert index.find(text).hits[0].iri == f"{JGR}{path}"


def test_exact_comes_before_beginning_before_words(index: SearchIndex) -> None:
    """What was typed is first, then names that begin with it, then names that hold its words."""
    hits = index.find("SLE-BRAVE-I").hits
    assert [hit.fit for hit in hits] == sorted(hit.fit for hit in hits)
    assert hits[0].fit == EXACT
    assert hits[1].fit == BEGINS
    assert {hit.label for hit in hits[1:]} >= {"SLE-BRAVE-I and -II pooled", "SLE-BRAVE-I, baricitinib phase 3"}


def test_claims_come_after_what_they_are_about(index: SearchIndex) -> None:
    """Among names that fit as well, the things come before the claims about them."""
    assert [hit.kind for hit in index.find("bari").hits] == ["drug", "potency", "source"]


def test_each_thing_is_found_once_by_its_best_name(index: SearchIndex) -> None:
    """However many of its names fit, a thing is one hit, and says by which name and how it goes by that."""
    hits = [hit for hit in index.find("NCT03616912").hits if hit.kind == "trial"]
    assert [(hit.label, hit.name, hit.way) for hit in hits] == [
        ("SLE-BRAVE-I", "clinicaltrials:NCT03616912", "identifier")
    ]


def test_number_is_not_the_beginning_of_a_longer_one(index: SearchIndex) -> None:
    """The word 1 finds 1 and I, never 10: figures are not stems."""
    assert not any("10" in hit.label for hit in index.find("janus 1").hits)


def test_nothing_is_corrected_where_the_words_are_there(index: SearchIndex) -> None:
    """A word that is known is meant; only where no name has the words are slips looked for."""
    assert all(hit.fit < CORRECTED for hit in index.find("jak1").hits)


def test_pieces_within_words_count_only_where_no_name_has_the_words(index: SearchIndex) -> None:
    """Who types "olum" means Olumiant, not what has these letters within; these count where nothing else does."""
    assert [hit.name for hit in index.find("olum").hits] == ["Olumiant"]
    assert index.find("lumiant").hits[0].name == "Olumiant"


@pytest.mark.parametrize("text", ["jak9", "NCT03616913", "PMID:36848919"])
def test_codes_are_never_corrected(index: SearchIndex, text: str) -> None:
    """Another digit is another kinase, trial or paper: who asks for one that is not here is not given the next."""
    assert index.find(text).hits == ()


def test_near_names_are_offered_where_nothing_is_found(index: SearchIndex) -> None:
    """An empty answer names what comes near, by a shared word, the thing before its claims."""
    found = index.find("baricitinib unicorn")
    assert found.hits == ()
    assert found.near[0].iri == BARICITINIB.iri


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    """Quotes, operators, NUL, any script: every text is looked for, none is understood as the language of MATCH."""
    found = HOSTILE.find(text)
    assert len({hit.iri for hit in found.hits}) == len(found.hits) <= len(THINGS)


@pytest.mark.parametrize(
    "text",
    ['"', "*", "a* OR b*", "NEAR(a b)", "text:a", "-a", '" OR 1 --', "^a", "a AND", "(", "{x}: y", "'; DROP TABLE"],
)
def test_language_of_match_is_text_like_any_other(index: SearchIndex, text: str) -> None:
    """Operators of full-text search count as little as other signs: the words alone are looked for."""
    assert index.find(text).hits == index.find(" ".join(words_of(text))).hits


def test_very_many_matches_are_cut_and_said() -> None:
    """One letter may fit everything: the first names are looked at, and the answer says that there are more."""
    many = SearchIndex(named("source", f"s{number}", f"Report {number}") for number in range(MOST_MATCHES + 1))
    found = many.find("report")
    assert len(found.hits) == MOST_MATCHES
    assert not found.is_whole


HOSTILE = SearchIndex(THINGS)


def test_a_search_is_stopped(index: SearchIndex) -> None:
    """Who has left needs no answer; the next one gets his."""
    left = Cancellation()
    left.cancel()
    with pytest.raises(QueryCancelled):
        index.find("baricitinib", left)
    assert index.find("baricitinib", Cancellation()).hits

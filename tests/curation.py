"""A small builder of table folders: every table with its header, and rows given as keyword values."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from jakgraph.model import ROW_TYPES, Concept, Curated, Prefix, Row, Source, columns_of

if TYPE_CHECKING:
    from pathlib import Path

PROVENANCE = {"source": "pmid-1", "verification": "seen-abstract", "curated_by": "tester", "curated_on": "2026-11-24"}

CONCEPTS = {
    "verification": ["seen-abstract", "unverified"],
    "evidence-type": ["randomised-trial-primary"],
    "source-kind": ["paper", "channel"],
    "drug-class": ["jak-inhibitor"],
    "protein-kind": ["kinase"],
    "trial-kind": ["trial"],
    "arm-role": ["experimental", "placebo"],
    "measure-kind": ["composite-responder"],
    "endpoint-rank": ["primary"],
    "effect-measure": ["odds-ratio"],
    "relation": ["equal", "below"],
    "significance": ["significant", "not-significant"],
    "direction": ["higher"],
    "counted": ["randomised", "enrolled"],
    "milestone": ["start", "primary-completion", "completion"],
    "agency": ["fda"],
    "decision": ["approved"],
    "specialty": ["rheumatology"],
    "assay-kind": ["biochemical"],
    "potency-measure": ["ic50"],
    "primary-verdict": ["met", "not-met"],
    "antigen-kind": ["nuclear"],
    "deposit-kind": ["tissue"],
    "state-kind": ["remission"],
    "criteria-combination": ["all"],
    "criterion-item": ["activity-index"],
    "organ-system": ["renal"],
    "publication-role": ["primary-report"],
    "match": ["exact-match", "close-match"],
}


def table_text(row_type: type[Row], *rows: dict[str, str]) -> str:
    """Return a table file: header, then the rows with provenance filled in where they give none."""
    names = [column.name for column in columns_of(row_type)]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: row[row_type.key_column]):
        provenance = PROVENANCE if issubclass(row_type, Curated) else {}
        filled = {name: value for name, value in provenance.items() if name in names}
        if "evidence_type" in names:
            filled["evidence_type"] = "randomised-trial-primary"
        writer.writerow(filled | row)
    return out.getvalue()


def write_tables(folder: Path, rows: dict[type[Row], list[dict[str, str]]]) -> Path:
    """Write every table of the model into ``folder``; those not given have a header only. Return the folder."""
    concepts = [
        {"concept_id": f"{scheme}.{word}", "scheme": scheme, "label": word, "definition": f"what {word} means"}
        for scheme, words in CONCEPTS.items()
        for word in words
    ]
    sources = [
        {"source_id": "copy", "label": "a copy", "source_kind": "channel", "url": "https://example.org/copy"},
        {"source_id": "pmid-1", "label": "Paper 2023", "source_kind": "paper", "identifier": "PMID:1", "year": "2023"},
    ]
    prefixes = [
        {"prefix_id": "pmid", "prefix": "PMID", "name": "PubMed", "expansion": "https://pubmed.example/",
         "pattern": "[0-9]+"},
        {"prefix_id": "clinicaltrials", "prefix": "clinicaltrials", "name": "ClinicalTrials.gov",
         "expansion": "https://clinicaltrials.gov/study/", "pattern": "NCT[0-9]{8}"},
    ]  # fmt: skip
    defaults = {Concept: concepts, Source: sources, Prefix: prefixes}
    folder.mkdir(parents=True, exist_ok=True)
    for row_type in ROW_TYPES:
        given = rows.get(row_type, [])
        text = table_text(row_type, *defaults.get(row_type, []), *given)
        (folder / f"{row_type.table}.csv").write_text(text, "utf-8", newline="\n")
    return folder

"""Cases made from the OpenAPI document and asked of the application in this process, over a small real archive.

schemathesis makes them in four ways: from the examples, from every bound of every parameter, by chance (sensible and
senseless), and from one answer to the next by the links of the document. Each answer is held against the document:
status, media type, headers and schema, where a key that the document does not name is a fault, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from corpus.settings import Settings
from index import search
from search_web import create_app
from search_web.openapi import document
from tests.small_archive import put
from tests.web_fakes import sample_articles

# What is not asked for: nothing typed is an error here (docs/interfaces.md), so senseless values are answered with 200
# and a note; 414 is the answer to sensible values that are too many together.
CHECKS: Mapping[str, Any] = {
    "negative_data_rejection": {"enabled": False},
    "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "414"]},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many cases were asked, the statuses they got, and each failure in one line."""

    cases: int
    statuses: Mapping[int, int]
    failures: tuple[str, ...]


def small_app(folder: Path) -> Flask:
    """The application over a real catalogue and index of the articles of tests.web_fakes."""
    settings = Settings(data=folder, rate_limit="")
    put(settings, (replace(article, url=f"http://www.opdc.go.th/{n}") for n, article in enumerate(sample_articles())))
    search.build(settings)
    return create_app(settings)


def ask(app: Flask, examples: int, seed: int = 7) -> Outcome:
    """Ask *app* all cases of the document; *examples* is how many each address and chain of links gets by chance."""
    config = SchemathesisConfig.from_dict(
        {"checks": dict(CHECKS), "generation": {"max-examples": examples, "database": "none"}, "seed": seed}
    )
    schema = schemathesis.openapi.from_dict(dict(document(closed=True)), config=config)
    schema.app = app
    cases, statuses, failures = 0, Counter[int](), dict[str, None]()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            failures[
                f"{type(event).__name__}: {getattr(event, 'value', None) or getattr(event, 'exception', '')!r}"
            ] = None
        if not isinstance(event, events.ScenarioFinished):
            continue
        cases += len(event.recorder.cases)
        statuses.update(i.response.status_code for i in event.recorder.interactions.values() if i.response)
        for case_id, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info:
                    case = event.recorder.cases[case_id].value
                    failures[f"{check.name}: {case.as_curl_command()}: {check.failure_info.failure.message}"] = None
    return Outcome(cases, statuses, tuple(failures))

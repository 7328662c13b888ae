from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.thai.era import BUDDHIST
from index.analysis import Facts
from index.facet_columns import SHOWN, SPARSE
from index.facets import Column, Table
from index.hits import FacetValue

NAMES = st.sampled_from(["opdc", "ocsc", "nesdc"])
FACTS = st.builds(
    Facts,
    id=st.text(min_size=1, max_size=8),
    version=st.integers(1, 9),
    title=st.text(max_size=8),
    day=st.just(0) | st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(date.toordinal),
    kind=st.sampled_from(["news", "job"]),
    site=st.sampled_from(["opdc", "../../etc/passwd"]),
    section=st.lists(st.sampled_from(["ข่าว", "ปี 2551"]), unique=True).map(tuple),
    agencies=st.lists(NAMES.map(lambda n: (n, n.upper())), unique=True).map(tuple),
    people=st.just(()),
    provinces=st.lists(st.sampled_from(["น่าน", "แพร่"]), unique=True).map(tuple),
    lengths=st.just((1, 2, 3, 4, 5)),
)
TABLES = st.lists(FACTS, max_size=12)


@settings(deadline=None)
@given(TABLES, TABLES, st.randoms(use_true_random=False))
def test_facets_count_what_a_loop_counts(first: list[Facts], second: list[Facts], random: object) -> None:
    facts = [*first, *second]
    table = Table.joined([Table.of(first), Table.of(second)])
    mask = np.array([hash((f.id, n)) % 2 == 0 for n, f in enumerate(facts)], np.bool_)
    chosen = [f for f, kept in zip(facts, mask.tolist(), strict=True) if kept]
    shown = {name: {v.value: v.count for v in values} for name, values in table.facets(mask).items()}
    assert shown["agency"] == Counter(i for f in chosen for i, _ in f.agencies)
    assert shown["province"] == Counter(p for f in chosen for p in f.provinces)
    assert shown["section"] == Counter(s for f in chosen for s in f.section)
    assert shown["kind"] == Counter(f.kind for f in chosen)
    days = [date.fromordinal(f.day) for f in chosen if f.day]
    assert shown["year"] == Counter(str(d.year + BUDDHIST) for d in days)
    assert {m.month: m.count for m in table.timeline(mask)} == Counter(f"{d:%Y-%m}" for d in days)


@settings(deadline=None)
@given(TABLES, st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_days_between_are_inclusive(facts: list[Facts], start: date, end: date) -> None:
    mask = Table.of(facts).between(start, end)
    assert mask.tolist() == [bool(f.day) and start <= date.fromordinal(f.day) <= end for f in facts]


@settings(deadline=None)
@given(FACTS)
def test_facts_survive_the_index(facts: Facts) -> None:
    back = Facts.from_bytes(facts.to_bytes())
    assert Table.of([back]).facets(np.ones(1, np.bool_)) == Table.of([facts]).facets(np.ones(1, np.bool_))


def test_labels_are_ready_to_show() -> None:
    facts = Facts.from_bytes(
        b'["x",1,"t",733154,"news","opdc",["\xe0\xb8\x82"],[["opdc","OPDC"]],[["p1","\xe0\xb8\x81"]],[],[1,1,1,1,1]]'
    )
    shown = Table.of([facts]).facets(np.ones(1, np.bool_))
    assert [(v.value, v.label) for v in shown["kind"]] == [("news", "ข่าว")]
    assert [(v.value, v.label) for v in shown["site"]] == [("opdc", "สำนักงาน ก.พ.ร.")]
    assert [(v.value, v.label) for v in shown["person"]] == [("p1", "ก")]


def test_names_are_found_with_what_stands_before_them() -> None:
    column = Column.of([[("p1", "เมฆินทร์ เมธาวิกูล"), ("p2", "ปทุมธานี"), ("p3", "ตาก")]])
    assert column.meant("จังหวัดปทุมธานี") == [1]
    assert column.meant("นายเมฆินทร์ เมธาวิกูล") == [0]
    assert column.meant("เมฆินทร์") == [0]
    assert column.meant("P1") == [0]
    assert column.meant("  ") == []
    assert column.meant("มาตาก") == []  # three characters end too many words


@given(st.lists(st.tuples(st.text("กขค", max_size=3), st.integers(1, 3)), max_size=80), st.integers(0, 2**30))
def test_facets_begin_with_the_most_frequent_then_by_label(names: list[tuple[str, int]], seed: int) -> None:
    rows = [[(f"{n}{label}", label)] for n, (label, times) in enumerate(names) for _ in range(times)]
    mask = np.random.default_rng(seed).random(len(rows)) < 0.7
    table = replace(
        Table.of(()), day=np.zeros(len(rows), np.int32), columns={**Table.of(()).columns, "person": Column.of(rows)}
    )
    counts = Counter(row[0] for row, kept in zip(rows, mask, strict=True) if kept)
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0]))
    assert table.facets(mask)["person"] == tuple(FacetValue(*pair, count) for pair, count in expected[:SHOWN])


@given(st.lists(st.lists(NAMES, unique=True, max_size=2), min_size=4 * SPARSE, max_size=4 * SPARSE), st.data())
def test_a_few_documents_are_counted_as_many_are(rows: list[list[str]], data: st.DataObject) -> None:
    column = Column.of([(name, name) for name in row] for row in rows)
    docs = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=SPARSE))
    mask = np.zeros(len(rows), np.bool_)
    mask[list(docs)] = True
    expected = Counter(name for doc in docs for name in rows[doc])
    assert {v: n for v, n in zip(column.values, column.count(mask).tolist(), strict=True) if n} == expected

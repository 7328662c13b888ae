"""Our codec answers as Whoosh's own does, whatever is asked of it, and reads nothing that is pickled."""

import json
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields, formats, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.matching import ReadTooFar
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from corpus.errors import IndexProblem
from index.arrays import Arrays, ArraysWriter
from index.codec import CODEC, ColumnarSegment
from index.codec_docs import packed, unpacked
from index.codec_terms import EMPTY, table_of
from index.toc import ColumnarIndex, Contents

BORN = datetime(2008, 4, 22)
WORDS = ("ข่าว", "กรม", "ตาก", "opdc", "a", "aa", "ab", "zz", "ประชุม")
FORMATS = (
    formats.Existence(),
    formats.Frequency(),
    formats.Positions(),
    formats.Characters(),
    formats.PositionBoosts(),
    formats.CharacterBoosts(),
    formats.Positions(field_boost=2.0),
)


class Words(fields.FieldType):  # type: ignore[misc]  # whoosh is not typed for us
    """Text in one of Whoosh's formats."""

    scorable = True
    stored = True

    def __init__(self, format_: formats.Format) -> None:
        self.format = format_
        self.analyzer = SpaceSeparatedTokenizer()


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        number=fields.NUMERIC(stored=True, sortable=True),
        price=fields.NUMERIC(Decimal, decimal_places=2, stored=True),
        time=fields.DATETIME(stored=True),
        key=fields.KEYWORD(commas=True, scorable=True),
        text=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True, phrase=True, spelling=True),
        begin=fields.NGRAM(minsize=2, maxsize=3),
        yes=fields.BOOLEAN(stored=True),
        **{f"f{n}": Words(format_) for n, format_ in enumerate(FORMATS)},
    )


TEXTS = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
DOCS = st.fixed_dictionaries(
    {"text": TEXTS},
    optional={
        "number": st.integers(-300, 300),
        "price": st.integers(0, 99_999).map(lambda n: Decimal(n) / 100),
        "time": st.integers(0, 9_000).map(lambda n: BORN + timedelta(hours=n)),
        "key": st.lists(st.sampled_from(WORDS), max_size=3).map(",".join),
        "begin": TEXTS,
        "yes": st.booleans(),
        **{f"f{n}": TEXTS for n in range(len(FORMATS))},
        "_boost": st.sampled_from([1.0, 2.0, 0.5, 300.0]),
    },
)
# Several commits of documents, and the ids that each deletes.
COMMITS = st.lists(
    st.tuples(st.lists(DOCS, max_size=5), st.lists(st.integers(0, 9), max_size=3)), min_size=1, max_size=3
)
QUERIES = [
    query.Term("text", "ข่าว"),
    query.And([query.Term("text", "ข่าว"), query.Term("text", "กรม")]),
    query.Or([query.Term("text", "a"), query.Term("key", "ab"), query.Term("f1", "zz")]),
    query.Not(query.Term("text", "ข่าว")),
    query.AndNot(query.Term("text", "a"), query.Term("text", "aa")),
    query.AndMaybe(query.Term("text", "a"), query.Term("text", "aa")),
    query.Require(query.Term("text", "a"), query.Term("text", "aa")),
    query.Phrase("text", ["ข่าว", "กรม"]),
    query.Phrase("f3", ["a", "aa"], slop=3),
    query.Prefix("text", "a"),
    query.Wildcard("text", "*a*"),
    query.FuzzyTerm("text", "aa"),
    query.TermRange("text", "a", "zz"),
    query.NumericRange("number", -5, 200),
    query.DateRange("time", BORN, BORN + timedelta(days=90)),
    query.DisjunctionMax([query.Term("text", "a"), query.Term("f2", "aa")]),
    query.SpanNear2([query.Term("f2", "a"), query.Term("f2", "ab")], slop=4),
    query.Every(),
    query.Every("key"),
    query.Or([query.Term("text", word) for word in WORDS]),
]


@contextmanager
def no_pickle() -> Iterator[None]:
    """Everything that is pickled fails to be read."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("something was unpickled")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pickle, "loads", refused)
        patch.setattr(pickle, "load", refused)
        patch.setattr(pickle, "Unpickler", refused)
        patch.setattr(formats, "loads", refused)
        yield


def filled(index: FileIndex, commits: list[tuple[list[dict[str, Any]], list[int]]], optimize: bool) -> FileIndex:
    number = 0
    for docs, gone in commits:
        writer = index.writer()
        for n in gone:
            writer.delete_by_term("id", f"n{n}")
        for doc in docs:
            writer.add_document(id=f"n{number}", **doc)
            number += 1
        writer.commit(merge=False)
    if optimize:
        index.writer().commit(optimize=True)
    return index


def both(
    commits: list[tuple[list[dict[str, Any]], list[int]]], optimize: bool = False
) -> tuple[FileIndex, ColumnarIndex]:
    theirs = filled(FileIndex.create(RamStorage(), schema(), "MAIN"), commits, optimize)
    ours = filled(ColumnarIndex.create(RamStorage(), schema()), commits, optimize)
    return theirs, ours


def near(value: Any) -> Any:
    """Whoosh keeps weights in four bytes."""
    return pytest.approx(value, rel=1e-6)


def rounded(length: int) -> int:
    """Whoosh keeps lengths in one byte."""
    return int(byte_to_length(length_to_byte(length)))


def postings_of(reader: Any, name: str, text: bytes, kinds: list[str]) -> list[Any]:
    matcher, found = reader.postings(name, text), []
    while matcher.is_active():
        told = [matcher.value_as(kind) for kind in kinds]
        found.append((matcher.id(), round(matcher.weight(), 3), matcher.value() or b"", told))
        matcher.next()
    return found


def compare_terms(theirs: Any, ours: Any) -> None:
    terms = list(theirs.all_terms())
    assert list(ours.all_terms()) == terms
    assert sorted(ours.indexed_field_names()) == sorted(theirs.indexed_field_names())
    for name, text in terms:
        kind = theirs.schema[name].format
        kinds = [k for k in ("frequency", "weight", "positions", "characters", "position_boosts") if kind.supports(k)]
        kinds += ["character_boosts"] if type(kind) is formats.CharacterBoosts else []
        assert postings_of(ours, name, text, kinds) == postings_of(theirs, name, text, kinds)
        assert ours.doc_frequency(name, text) == theirs.doc_frequency(name, text)
        assert ours.frequency(name, text) == near(theirs.frequency(name, text))
        assert (name, text) in ours
        a, b = ours.term_info(name, text), theirs.term_info(name, text)
        assert a.weight() == near(b.weight())
        assert a.max_weight() == near(b.max_weight())
        assert (a.doc_frequency(), a.min_id(), a.max_id()) == (b.doc_frequency(), b.min_id(), b.max_id())
        if theirs.schema[name].scorable:
            assert (rounded(a.min_length()), rounded(a.max_length())) == (b.min_length(), b.max_length())
    for name in theirs.indexed_field_names():
        for text in (b"", b"a", b"ab", "ข".encode(), "ข่าว".encode(), b"zzz", b"\xff"):
            assert ours.doc_frequency(name, text) == theirs.doc_frequency(name, text)
            assert ((name, text) in ours) == ((name, text) in theirs)
            assert list(ours.expand_prefix(name, text)) == list(theirs.expand_prefix(name, text))
            assert list(ours.terms_from(name, text)) == list(theirs.terms_from(name, text))
            assert [t for t, _ in ours.iter_from(name, text)] == [t for t, _ in theirs.iter_from(name, text)]
        assert list(ours.lexicon(name)) == list(theirs.lexicon(name))
    with pytest.raises(TermNotFound):
        ours.term_info("text", b"never")
    with pytest.raises(TermNotFound):
        next(iter(ours.leaf_readers()))[0].postings("text", b"never")


def compare_docs(theirs: Any, ours: Any) -> None:
    assert ours.doc_count() == theirs.doc_count()
    assert ours.doc_count_all() == theirs.doc_count_all()
    assert ours.has_deletions() == theirs.has_deletions()
    assert list(ours.all_doc_ids()) == list(theirs.all_doc_ids())
    assert list(ours.iter_docs()) == list(theirs.iter_docs())
    assert list(ours.all_stored_fields()) == list(theirs.all_stored_fields())
    for name in ("text", "key", "f1", "f2", "number"):
        assert ours.field_length(name) == theirs.field_length(name)
        for doc in range(theirs.doc_count_all()):
            assert rounded(ours.doc_field_length(doc, name)) == (theirs.doc_field_length(doc, name) or 0)
            assert ours.is_deleted(doc) == theirs.is_deleted(doc)
    assert ours.has_column("number") == theirs.has_column("number")
    if ours.has_column("number"):
        assert list(ours.column_reader("number")) == list(theirs.column_reader("number"))


def compare_searches(theirs: Any, ours: Any) -> None:
    for asked in QUERIES:
        # Whoosh's matcher of Require fails in its own skipping where only the best are asked for.
        for limit in (None,) if isinstance(asked, query.Require) else (2, None):
            a, b = ours.search(asked, limit=limit), theirs.search(asked, limit=limit)
            assert [(hit["id"], near(hit.score)) for hit in a] == [(hit["id"], hit.score) for hit in b]
        assert list(ours.docs_for_query(asked)) == list(theirs.docs_for_query(asked))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(COMMITS, st.booleans())
def test_everything_is_answered_as_by_whoosh_itself(
    commits: list[tuple[list[dict[str, Any]], list[int]]], optimize: bool
) -> None:
    theirs, ours = both(commits, optimize)
    if not any(docs for docs, _ in commits):
        assert ours.reader().doc_count_all() == 0
        return
    with theirs.reader() as a, ours.reader() as b:
        compare_terms(a, b)
        compare_docs(a, b)
    with theirs.searcher() as a, ours.searcher() as b:
        compare_searches(a, b)


SOME = [
    ([{"text": " ".join(WORDS[: n % 9 + 1]), "f2": "a ab a", "f5": "zz a", "number": n} for n in range(12)], []),
    ([{"text": "ข่าว กรม ข่าว", "f3": "a aa a", "key": "ab,a", "yes": True, "time": BORN}], [2, 3]),
]


def test_nothing_is_unpickled_by_a_reader(tmp_path: Path) -> None:
    filled(ColumnarIndex.create(FileStorage(str(tmp_path)), schema()), SOME, optimize=False)
    for path in tmp_path.iterdir():
        assert b"whoosh" not in path.read_bytes()  # what is pickled names its classes
    with no_pickle():
        index = ColumnarIndex(FileStorage(str(tmp_path)), schema())
        with index.searcher() as searcher:
            for asked in QUERIES:
                searcher.search(asked, limit=None)
            reader = searcher.reader()
            for name, text in reader.all_terms():
                kinds = ["positions"] if schema()[name].format.supports("positions") else ["weight"]
                assert postings_of(reader, name, text, kinds) or name in ("id", "number")  # of deleted ones
            assert len(list(reader.iter_docs())) == 11


def test_the_cursor_walks_as_whoosh_own() -> None:
    theirs, ours = both(SOME, optimize=True)
    with theirs.reader() as a, ours.reader() as b:
        for name in ("text", "number", "id"):
            x, y = a.cursor(name), b.cursor(name)
            assert y.text() == x.text()
            assert y.first() == x.first()
            for _ in range(20):
                assert y.next() == x.next()
            assert y.text() is None
            assert y.term_info() is None
            assert not y.is_valid()
            for word in ("", "a", "aaa", "n5", "zz"):
                if name != "number":
                    assert y.find(word) == x.find(word)
        assert sorted(b.terms_within("text", "aa", 1)) == sorted(a.terms_within("text", "aa", 1))
        none = b._terms.cursor("nowhere", schema()["key"])
        assert none.first() is None
        assert none.find(b"a") is None
        assert not none.is_valid()


def test_a_matcher_skips_resets_and_stops() -> None:
    _, ours = both([([{"text": "a"} if n % 3 else {"text": "ab"} for n in range(40)], [])])
    with ours.reader() as reader:
        matcher = reader.postings("text", b"a")
        docs = [n for n in range(40) if n % 3]
        assert list(matcher.all_ids()) == docs
        matcher.skip_to(21)
        assert matcher.id() == 22
        matcher.skip_to(4)
        assert matcher.id() == 22
        other = matcher.copy()
        other.next()
        assert (matcher.id(), other.id()) == (22, 23)
        assert list(matcher.all_ids()) == docs[docs.index(22) :]
        matcher.skip_to(99)
        assert not matcher.is_active()
        for step in (matcher.next, lambda: matcher.skip_to(100)):
            with pytest.raises(ReadTooFar):
                step()
        matcher.reset()
        assert matcher.id() == 1
        assert (matcher.block_min_id(), matcher.block_max_id()) == (1, 38)
        assert matcher.term() == ("text", b"a")


def test_whole_arrays_are_views_of_the_file(tmp_path: Path) -> None:
    index = filled(ColumnarIndex.create(FileStorage(str(tmp_path)), schema()), SOME[:1], optimize=False)
    with index.reader() as reader:
        docs, weights = reader._terms.arrays("text", b"a")
        assert docs.dtype == np.uint32
        assert docs.tolist() == [n for n in range(12) if n % 9 >= 4]  # deleted ones too
        assert weights.tolist() == [1] * len(docs)
        assert weights.dtype == np.uint8
        assert not weights.flags.owndata
        assert not weights.flags.writeable
        starts, positions = reader._terms.positions("f2", b"a")
        assert starts.tolist() == list(range(0, 25, 2))
        assert positions.tolist() == [0, 2] * 12
        for name, text in (("text", b"never"), ("nowhere", b"a")):
            assert [a.tolist() for a in reader._terms.arrays(name, text)] == [[], []]
            assert [a.tolist() for a in reader._terms.positions(name, text)] == [[0], []]
        assert [a.tolist() for a in reader._terms.positions("text", b"never")] == [[0], []]
        lengths = reader._perdoc.lengths("text")
        assert lengths.dtype == np.uint32
        assert lengths.tolist() == [n % 9 + 1 for n in range(12)]
        assert reader._perdoc.lengths("nowhere").tolist() == [0] * 12
        assert reader._perdoc.list_columns() == ["number"]


@given(st.lists(st.binary(max_size=3), unique=True).map(sorted), st.binary(max_size=3))
def test_terms_are_found_by_hash_bisection_and_prefix(terms: list[bytes], other: bytes) -> None:
    table, mask = table_of(terms)
    assert table[-1] == EMPTY  # so that every search ends
    assert len(table) >= mask + 1 >= 2 * len(terms)
    with ours_of({"f": terms}).reader() as reader:
        field = reader._terms.field("f")
        if not terms:
            assert field is None
            return
        assert [field.find(term) for term in terms] == list(range(len(terms)))
        assert field.find(other) == (terms.index(other) if other in terms else -1)
        assert field.bisect(other) == sum(term < other for term in terms)
        first, last = field.span(other)
        assert terms[first:last] == [term for term in terms if term.startswith(other)]
        assert field.docs[field.starts[0] : field.starts[-1]].tolist() == list(range(len(terms)))


def ours_of(terms: dict[str, list[bytes]], weights: Any = None, positions: Any = None) -> ColumnarIndex:
    """An index whose fields were given as arrays: each term stands in the document of its number."""
    made = fields.Schema(**{name: fields.KEYWORD() for name in terms})
    index = ColumnarIndex.create(RamStorage(), made)
    writer = index.writer()
    for _ in range(max([1, *map(len, terms.values())])):
        writer.add_document()
    writer.perdocwriter.close()
    for name, held in terms.items():
        if held:
            docs = np.arange(len(held))
            given_weights = np.ones(len(held)) if weights is None else weights
            writer.fieldwriter.add_arrays(
                name, made[name], held, np.arange(len(held) + 1), docs, given_weights, positions
            )
    writer.fieldwriter.close()
    segments = [writer.get_segment()]
    writer._close_segment()
    writer._commit_toc(segments)
    writer._finish()
    return index


def test_arrays_are_written_as_postings_are() -> None:
    positions = (np.array([0, 2, 3]), np.array([1, 70_000, 5]))
    with ours_of({"f": [b"a", b"b"]}, np.array([2.0, 300.0]), positions).reader() as reader:
        assert reader._terms.arrays("f", b"b")[1].tolist() == [300]
        assert [a.tolist() for a in reader._terms.positions("f", b"a")] == [[0, 2], [1, 70_000]]
        assert [a.tolist() for a in reader._terms.positions("f", b"b")] == [[0, 1], [5]]


@pytest.mark.parametrize(
    ("terms", "starts", "docs"),
    [
        ([b"b", b"a"], [0, 1, 2], [0, 1]),
        ([b"a", b"a"], [0, 1, 2], [0, 1]),
        ([b"a", b"b"], [0, 2], [0, 1]),
        ([b"a", b"b"], [1, 1, 2], [0, 1]),
        ([b"a", b"b"], [0, 1, 3], [0, 1]),
        ([b"a", b"b"], [0, 0, 2], [0, 1]),
        ([b"a"], [0, 2], [1, 0]),
        ([b"a"], [0, 2], [1, 1]),
        ([b"a", b"b"], [0, 1, 3], [0, 2, 1]),
    ],
)
def test_arrays_out_of_order_are_refused(terms: list[bytes], starts: list[int], docs: list[int]) -> None:
    writer = CODEC.field_writer(RamStorage(), ColumnarSegment("MAIN"))
    with pytest.raises(ValueError, match="f: "):
        writer.add_arrays("f", None, terms, np.array(starts), np.array(docs), np.ones(len(docs)))


def test_a_document_that_fails_leaves_nothing_behind() -> None:
    index = ColumnarIndex.create(RamStorage(), schema())
    writer = index.writer()
    with pytest.raises(ValueError, match="nowhere near"):
        writer.add_document(id="a", text="ข่าว กรม", number="nowhere near")
    writer.add_document(id="b", text="ข่าว", number=7)
    # Whoosh leaves the words of its first fields in the pool.
    writer.pool.current = [item for item in writer.pool.current if item[1] != b"a"]
    writer.commit()
    with index.reader() as reader:
        assert list(reader.iter_docs()) == [(0, {"id": "b", "text": "ข่าว", "number": 7})]
        assert list(reader.column_reader("number")) == [7]
        assert reader._perdoc.lengths("text").tolist() == [1]


def test_documents_follow_each_other_and_vectors_are_refused() -> None:
    writer = CODEC.per_document_writer(RamStorage(), ColumnarSegment("MAIN"))
    with pytest.raises(ValueError, match="does not follow"):
        writer.start_doc(1)
    writer.start_doc(0)
    with pytest.raises(ValueError, match="does not follow"):
        writer.start_doc(0)
    with pytest.raises(NotImplementedError, match="no term vectors"):
        writer.add_vector_items("text", None, [])


JSONABLE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
    | st.datetimes().map(lambda t: t.replace(fold=0)) | st.dates() | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=9,
)  # fmt: skip


@given(st.dictionaries(st.text(), JSONABLE, max_size=4))
def test_stored_values_come_back_as_they_were(values: dict[str, Any]) -> None:
    found = unpacked(packed(values))
    assert found == values
    assert repr(found) == repr(values)


def test_stored_values_that_have_no_form_are_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be stored"):
        packed({"a": object()})


@given(st.binary(max_size=60))
def test_other_bytes_are_no_stored_values(data: bytes) -> None:
    with pytest.raises(ValueError, match="stored fields"):
        unpacked(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filled(ColumnarIndex.create(FileStorage(str(tmp_path)), schema()), SOME[:1], optimize=False)
    return tmp_path


@pytest.mark.parametrize("kind", ["*.terms", "*.docs"])
@pytest.mark.parametrize("keep", [0, 1, 63, 0.5, 0.99])
def test_files_cut_off_are_refused(folder: Path, kind: str, keep: float) -> None:
    path = next(folder.glob(kind))
    data = path.read_bytes()
    path.write_bytes(data[: int(keep * len(data)) if isinstance(keep, float) else keep])
    with pytest.raises(IndexProblem, match="is damaged"):
        ColumnarIndex(FileStorage(str(folder)), schema()).reader()


def test_a_file_that_is_missing_is_refused(folder: Path) -> None:
    next(folder.glob("*.docs")).unlink()
    with pytest.raises(OSError, match="No such file"):
        ColumnarIndex(FileStorage(str(folder)), schema()).reader()


def changed(path: Path, **others: Any) -> None:
    """The file of arrays *path* with other arrays than were written, and without the one that *drop* names."""
    with path.open("rb") as file:
        held = Arrays(memoryview(file.read()), path.name)
    writer = ArraysWriter(path.open("wb"))
    for name, array in held.items():
        if name != others.get("drop"):
            writer.add(name, others.get(name.replace("/", "_"), array))
    writer.about.update(held.about)
    writer.close()


def read_all(folder: Path) -> None:
    with ColumnarIndex(FileStorage(str(folder)), schema()).reader() as reader:
        for name, text in reader.all_terms():
            list(reader.postings(name, text).items_as("weight"))
        list(reader.iter_docs())


@pytest.mark.parametrize("name", ["text", "text_starts", "table", "starts", "docs", "value_starts", "position"])
def test_terms_that_do_not_fit_together_are_refused(folder: Path, name: str) -> None:
    path = next(folder.glob("*.terms"))
    kept = path.read_bytes()
    for others in (
        {"drop": f"f2/{name}"},
        {f"f2_{name}": np.zeros(0, np.uint32)},
        {f"f2_{name}": np.zeros(5, np.uint8)},
    ):
        path.write_bytes(kept)
        changed(path, **others)
        with pytest.raises(IndexProblem, match="is damaged"):
            read_all(folder)


@pytest.mark.parametrize("name", ["stored", "stored_starts", "lengths/text"])
def test_documents_that_do_not_fit_together_are_refused(folder: Path, name: str) -> None:
    changed(next(folder.glob("*.docs")), **{name.replace("/", "_"): np.zeros(3, np.uint8)})
    with pytest.raises(IndexProblem, match="is damaged"):
        read_all(folder)


GOOD = {"format": 1, "generation": 1, "segments": [{"id": "abc", "documents": 3, "deleted": [1]}]}


def toc(told: object) -> RamStorage:
    storage = RamStorage()
    with storage.create_file("_MAIN_1.toc") as file:
        file.write(told if isinstance(told, bytes) else json.dumps(told).encode())
    return storage


def test_a_table_of_contents_is_read_again() -> None:
    contents = Contents.read(toc(GOOD), "MAIN", schema=schema())
    assert [s.segment_id() for s in contents.segments] == ["MAIN_abc"]
    assert list(contents.segments[0].deleted_docs()) == [1]
    contents.segments[0].delete_document(1, delete=False)
    contents.segments[0].delete_document(2)
    contents.segments[0].set_doc_count(4)
    contents.generation = 2
    storage = RamStorage()
    contents.write(storage, "MAIN")
    assert Contents.read(storage, "MAIN", schema=schema()).segments[0].to_json() == {
        "id": "abc",
        "documents": 4,
        "deleted": [2],
    }


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[" * 200_000,
        b"\x80\x04N.",
        pickle.dumps([]),
        [],
        {**GOOD, "format": 2},
        {**GOOD, "generation": 3},
        {**GOOD, "more": 1},
        {**GOOD, "segments": {}},
        {**GOOD, "segments": [3]},
        {**GOOD, "segments": GOOD["segments"] * 2},  # type: ignore[operator]  # it is a list
        *(
            {**GOOD, "segments": [{**GOOD["segments"][0], **other}]}  # type: ignore[index]  # it is a list
            for other in (
                {"id": "../../etc/passwd"},
                {"id": "a" * 65},
                {"id": 3},
                {"documents": -1},
                {"documents": True},
                {"documents": 1 << 40},
                {"documents": 0},
                {"deleted": [3]},
                {"deleted": [-1]},
                {"deleted": [True]},
                {"deleted": {"0": 1}},
                {"more": 1},
            )
        ),
    ],
    ids=lambda told: str(told)[:60],
)
def test_a_hostile_table_of_contents_is_refused(told: object) -> None:
    with pytest.raises(IndexProblem, match="is damaged"):
        ColumnarIndex(toc(told), schema())


def test_no_table_of_contents_is_no_index() -> None:
    with pytest.raises(IndexProblem, match="no index in"):
        ColumnarIndex(RamStorage(), schema())
    with pytest.raises(TypeError, match="has to be given"):
        Contents.read(toc(GOOD), "MAIN")

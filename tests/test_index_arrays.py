"""Files of named arrays: what is written is read, and damage is refused."""

import io
import json
import struct
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from corpus.errors import IndexProblem
from index.arrays import ALIGN, DTYPES, MAGIC, Arrays, ArraysWriter, arena, smallest

KINDS = st.sampled_from(DTYPES).flatmap(
    lambda kind: npst.arrays(kind, npst.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=9))
)
FOOTER = 24 + 32 + 8


class Kept(io.BytesIO):
    """A file in memory that can be read after it was closed."""

    def close(self) -> None:
        pass


def written(arrays: dict[str, np.ndarray], about: dict[str, object] | None = None) -> bytes:
    file = Kept()
    writer = ArraysWriter(file)
    for name, array in arrays.items():
        writer.add(name, array)
    writer.about.update(about or {})
    writer.close()
    return file.getvalue()


def read(data: bytes) -> Arrays:
    return Arrays(memoryview(data), "some.file")


def with_directory(data: bytes, told: object) -> bytes:
    """*data* with another directory and a footer that fits it."""
    start = struct.unpack_from("<Q", data, len(data) - FOOTER)[0]
    directory = told if isinstance(told, bytes) else json.dumps(told).encode()
    places = struct.pack("<QQQ", start, len(directory), start + len(directory) + FOOTER)
    return data[:start] + directory + places + bytes(32) + MAGIC


@given(st.dictionaries(st.text(max_size=9), KINDS, max_size=5))
def test_what_is_written_is_read(arrays: dict[str, np.ndarray]) -> None:
    found = read(written(arrays, {"ข่าว": [1]}))
    assert dict.fromkeys(found) == dict.fromkeys(arrays)
    assert found.about == {"ข่าว": [1]}
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert found[name].tobytes() == array.tobytes()
        assert not found[name].flags.writeable
        assert found._places[name][2] % ALIGN == 0
    found.verify()


@given(st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=5), st.sampled_from(["<u8", ">u4", "=i8"]))
def test_pieces_make_one_array(pieces: list[list[int]], kind: str) -> None:
    file = Kept()
    writer = ArraysWriter(file)
    writer.add_chunks("n", "<u4", (np.array(piece, kind) for piece in pieces))
    writer.close()
    assert read(file.getvalue())["n"].tolist() == list(chain.from_iterable(pieces))


def test_a_map_of_a_file_is_written_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.arrays.CHUNK", 7)
    (tmp_path / "raw").write_bytes(np.arange(100, dtype="<u4").tobytes())
    mapped = np.memmap(tmp_path / "raw", "<u4", "r")
    found = read(written({"n": mapped, "pairs": mapped.reshape(50, 2)}))
    assert found["n"].tolist() == list(range(100))
    assert found["pairs"].tolist() == np.arange(100).reshape(50, 2).tolist()
    found.verify()


def test_the_writer_refuses_what_it_could_not_read_again() -> None:
    writer = ArraysWriter(Kept())
    writer.add("n", np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="written already"):
        writer.add("n", np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="no arrays of"):
        writer.add("o", np.zeros(2, object))
    with pytest.raises(ValueError, match="rows of"):
        writer.stream("p", "u1").extend(np.zeros((2, 2), np.uint8))


@given(st.data())
def test_a_file_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    whole = written({"n": np.arange(9, dtype=np.uint32)})
    with pytest.raises(IndexProblem, match=r"some\.file is damaged.*rebuild with"):
        read(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(IndexProblem):
        read(whole + b"\0")


@given(st.data())
def test_one_wrong_byte_is_refused_or_told(data: st.DataObject) -> None:
    whole = bytearray(written({"n": np.arange(40, dtype=np.uint32)}))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(IndexProblem):
        read(bytes(whole)).verify()


HOSTILE = [
    [["n", "<u4", [1 << 40], 64]],  # 4 TB
    [["n", "<u4", [1 << 24, 1 << 24], 64]],
    [["n", "<u4", [1 << 70], 64]],
    [["n", "<u4", [-1], 64]],
    [["n", "<u4", [True], 64]],
    [["n", "<u4", [1.0], 64]],
    [["n", "<u4", [], 64]],
    [["n", "<u4", [1, 1, 1], 64]],
    [["n", "<u4", "1", 64]],
    [["n", "<u4", [1], 65]],
    [["n", "<u4", [1], 0]],
    [["n", "<u4", [1], -64]],
    [["n", "<u4", [9], 1 << 40]],
    [["n", "O", [1], 64]],
    [["n", ">u4", [1], 64]],
    [["n", ["<u4"], [1], 64]],
    [["n", {}, [1], 64]],
    [[3, "<u4", [1], 64]],
    [["n", "<u4", [1], 64], ["n", "<u4", [1], 64]],
    [["n", "<u4", [1]]],
    [3],
    None,
    "n",
]


@pytest.mark.parametrize("arrays", HOSTILE, ids=str)
def test_a_hostile_directory_is_refused(arrays: object) -> None:
    data = written({"n": np.arange(9, dtype=np.uint32)})
    assert read(with_directory(data, {"arrays": [["n", "<u4", [9], 64]], "about": {}}))["n"].tolist() == list(range(9))
    with pytest.raises(IndexProblem):
        read(with_directory(data, {"arrays": arrays, "about": {}}))


@pytest.mark.parametrize(
    "told", [[], {}, {"arrays": []}, {"arrays": [], "about": []}, b"{", b"[" * 200_000, b"\xff", b"1" * 5_000], ids=str
)
def test_a_directory_that_is_none_is_refused(told: object) -> None:
    with pytest.raises(IndexProblem):
        read(with_directory(written({}), told))


@given(st.binary(max_size=400))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(IndexProblem):
        read(data)


def test_another_version_is_named() -> None:
    data = written({})
    with pytest.raises(IndexProblem, match="its format is 7, this program reads 1"):
        read(data[:8] + b"\7" + data[9:])


@given(
    st.lists(st.floats(0, 1e9, width=32) | st.integers(0, 2**33).map(float), max_size=9)
    | st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=9)
)
def test_the_smallest_type_holds_every_value(values: list[float]) -> None:
    array = np.array(values, np.float64)
    with np.errstate(over="ignore"):
        kind = smallest(array)
        assert array.astype(kind).astype(np.float64).tolist() == values


def test_small_numbers_take_one_byte() -> None:
    for top, kind in ((255, "u1"), (256, "u2"), (65_536, "u4"), (2**32, "f4"), (0.5, "f4"), (0.1, "f8"), (-1, "f4")):
        assert smallest(np.array([1.0, top])) == np.dtype(kind)


@given(st.lists(st.binary(max_size=5)))
def test_an_arena_holds_its_strings(strings: list[bytes]) -> None:
    data, starts = arena(strings)
    ends = starts.tolist()
    assert [data[a:b].tobytes() for a, b in pairwise(ends)] == strings

"""A backup holds everything, is known as cut off or foreign when it is, and harms nothing on the way back."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.backup import MANIFEST, backup, restore
from corpus.doctor import examine
from corpus.errors import ArchiveProblem, NewsError
from corpus.intake import import_paths
from corpus.settings import Settings
from corpus.store import open_store
from corpus.warc import WarcWriter


def line(number: int) -> str:
    text = f"ข่าวที่ {number} ของสำนักงาน ก.พ.ร.\n" + f"สำนักงาน ก.พ.ร. จัดประชุมครั้งที่ {number}/2551 ณ ห้องประชุมใหญ่ " * 4
    return json.dumps({"url": f"http://www.opdc.go.th/content.php?content_id={number}", "text": text})


@pytest.fixture
def stocked(tmp_path: Path) -> Settings:
    pages = tmp_path / "pages.jsonl"
    pages.write_text("\n".join(map(line, range(1, 6))), encoding="utf-8")
    settings = Settings(data=tmp_path / "data", workers=1)
    import_paths([pages], settings)
    (settings.data / "sites").mkdir(exist_ok=True)
    (settings.data / "sites" / "mine.toml").write_text('name = "mine"\n', encoding="utf-8")
    return settings


def everything(settings: Settings) -> dict[str, object]:
    with open_store(settings, readonly=True) as store:
        articles = {article.id: article.to_json() for _, article in store.articles()}
    files = {
        str(path.relative_to(settings.data)): path.read_bytes()
        for folder in ("warc", "sites")
        for path in sorted((settings.data / folder).iterdir())
    }
    return {"articles": articles, "files": files}


def test_what_is_backed_up_comes_back_whole(stocked: Settings, tmp_path: Path) -> None:
    made = backup(stocked, tmp_path / "b.tar")
    other = replace(stocked, data=tmp_path / "other")
    assert restore(other, tmp_path / "b.tar") == made
    assert made.articles == 5
    assert everything(other) == everything(stocked)
    assert [finding for finding in examine(other) if finding.level == "error"] == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data", "other", "pages.jsonl"]
    assert not (other.data / "restore.part").exists()


def test_a_run_at_work_is_copied_up_to_where_it_is(stocked: Settings, tmp_path: Path) -> None:
    with WarcWriter(stocked.warc, "opdc-000099") as writer:
        writer.commit()
        backup(stocked, tmp_path / "b.tar")
    other = replace(stocked, data=tmp_path / "other")
    restore(other, tmp_path / "b.tar")
    assert (other.warc / "opdc-000099.warc.gz").stat().st_size > 0


def test_an_empty_file_that_a_run_takes_away_meanwhile_is_left_out(stocked: Settings, tmp_path: Path) -> None:
    passing = stocked.warc / "opdc-000099.warc.gz"
    passing.touch()

    def take_away(done: int, total: int | None, label: str) -> None:
        passing.unlink(missing_ok=True)

    made = backup(stocked, tmp_path / "b.tar", take_away)
    other = replace(stocked, data=tmp_path / "other")
    assert restore(other, tmp_path / "b.tar") == made
    assert everything(other) == everything(stocked)


def test_a_file_that_the_catalogue_needs_and_goes_away_ends_the_backup(stocked: Settings, tmp_path: Path) -> None:
    needed = next(stocked.warc.glob("*.warc.gz"))

    def take_away(done: int, total: int | None, label: str) -> None:
        needed.unlink(missing_ok=True)

    with pytest.raises(ArchiveProblem, match=rf"{needed.name} went away while it was copied"):
        backup(stocked, tmp_path / "b.tar", take_away)
    assert not list(tmp_path.glob("b.tar*"))


def test_an_existing_file_is_never_written_over(stocked: Settings, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("mine")
    with pytest.raises(ArchiveProblem, match="exists already"):
        backup(stocked, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_text() == "mine"


def test_a_backup_without_all_the_archive_is_not_made(stocked: Settings, tmp_path: Path) -> None:
    path = next(stocked.warc.glob("*.warc.gz"))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ArchiveProblem, match="khlang doctor"):
        backup(stocked, tmp_path / "b.tar")
    assert not list(tmp_path.glob("b.tar*"))


def test_a_folder_with_an_archive_is_not_restored_into(stocked: Settings, tmp_path: Path) -> None:
    backup(stocked, tmp_path / "b.tar")
    before = everything(stocked)
    with pytest.raises(ArchiveProblem, match="there is an archive"):
        restore(stocked, tmp_path / "b.tar")
    assert everything(stocked) == before


def test_profiles_of_the_folder_stay_beside_those_of_the_backup(stocked: Settings, tmp_path: Path) -> None:
    backup(stocked, tmp_path / "b.tar")
    other = replace(stocked, data=tmp_path / "other")
    sites = other.data / "sites"
    sites.mkdir(parents=True)
    (sites / "own.toml").write_text('name = "own"\n', encoding="utf-8")
    (sites / "mine.toml").write_bytes((stocked.data / "sites" / "mine.toml").read_bytes())
    restore(other, tmp_path / "b.tar")
    assert sorted(path.name for path in sites.iterdir()) == ["mine.toml", "own.toml"]
    (sites / "own.toml").unlink()
    assert everything(other) == everything(stocked)


def test_a_profile_of_the_same_name_is_never_written_over(stocked: Settings, tmp_path: Path) -> None:
    backup(stocked, tmp_path / "b.tar")
    other = replace(stocked, data=tmp_path / "other")
    mine = other.data / "sites" / "mine.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text("another", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ArchiveProblem, match=r"mine\.toml is there already and differs"):
            restore(other, tmp_path / "b.tar")
        assert sorted(p.name for p in other.data.rglob("*")) == ["mine.toml", "sites", "writer.lock"]
    assert mine.read_text(encoding="utf-8") == "another"
    mine.unlink()
    restore(other, tmp_path / "b.tar")
    assert everything(other) == everything(stocked)


@pytest.mark.parametrize("at", ["warc", "mine.toml", "archive.sqlite"])
def test_a_move_that_fails_is_undone(
    stocked: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    backup(stocked, tmp_path / "b.tar")
    other = replace(stocked, data=tmp_path / "other")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == at:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        with pytest.raises(ArchiveProblem, match="No space left"):
            restore(other, tmp_path / "b.tar")
    assert {p.name for p in other.data.rglob("*")} <= {"sites", "writer.lock"}
    restore(other, tmp_path / "b.tar")
    assert everything(other) == everything(stocked)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_cut_off_backup_is_refused_and_leaves_nothing(stocked: Settings, tmp_path: Path, share: float) -> None:
    backup(stocked, tmp_path / "b.tar")
    raw = (tmp_path / "b.tar").read_bytes()
    end = raw.rindex(MANIFEST.encode())  # behind it comes padding alone
    (tmp_path / "cut.tar").write_bytes(raw[: int(end * share)])
    other = replace(stocked, data=tmp_path / "other")
    with pytest.raises(ArchiveProblem, match="not a whole backup"):
        restore(other, tmp_path / "cut.tar")
    assert not other.data.exists()


def test_every_changed_byte_of_a_file_is_found(stocked: Settings, tmp_path: Path) -> None:
    backup(stocked, tmp_path / "b.tar")
    raw = bytearray((tmp_path / "b.tar").read_bytes())
    with tarfile.open(tmp_path / "b.tar") as tar:
        member = next(m for m in tar if m.name.endswith(".warc.gz"))
    raw[member.offset_data + member.size // 2] ^= 1
    (tmp_path / "bad.tar").write_bytes(raw)
    with pytest.raises(ArchiveProblem, match=r"1 files are not as its list says, first warc/import-000001\.warc\.gz"):
        restore(replace(stocked, data=tmp_path / "other"), tmp_path / "bad.tar")


def _member(name: str, data: bytes = b"x", **changes: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in changes.items():
        setattr(info, key, value)
    return info, data


HOSTILE: dict[str, Callable[[], tuple[tarfile.TarInfo, bytes]]] = {
    "a path out of the folder": lambda: _member("../../evil"),
    "an absolute path": lambda: _member("/etc/evil"),
    "a path out of warc": lambda: _member("warc/../../evil"),
    "a link": lambda: _member("warc/a.warc.gz", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "a hard link": lambda: _member("warc/a.warc.gz", b"", type=tarfile.LNKTYPE, linkname="archive.sqlite"),
    "a device": lambda: _member("warc/a.warc.gz", b"", type=tarfile.CHRTYPE),
    "a folder": lambda: _member("warc", b"", type=tarfile.DIRTYPE),
    "a hidden file": lambda: _member("sites/.bashrc"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_backup_writes_nothing_outside(tmp_path: Path, what: str) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        info, data = HOSTILE[what]()
        tar.addfile(info, io.BytesIO(data))
        listed = json.dumps({"format": 1, "created": "", "articles": 0, "files": {}}).encode()
        tar.addfile(_member(MANIFEST, listed)[0], io.BytesIO(listed))
    with pytest.raises(ArchiveProblem, match="not a whole backup"):
        restore(Settings(data=tmp_path / "in" / "data"), tmp_path / "evil.tar")
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()] == ["evil.tar"]


@pytest.mark.parametrize(("content", "said"), [(b"not a tar", "whole backup"), (b"", "whole backup")])
def test_what_is_no_backup_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "b.tar").write_bytes(content)
    with pytest.raises(NewsError, match=said):
        restore(Settings(data=tmp_path / "data"), tmp_path / "b.tar")


def test_a_backup_of_a_newer_program_is_told_from_a_broken_one(stocked: Settings, tmp_path: Path) -> None:
    raw = json.dumps({"format": 2, "files": {}}).encode()
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        tar.addfile(_member(MANIFEST, raw)[0], io.BytesIO(raw))
    with pytest.raises(ArchiveProblem, match="install the newer program"):
        restore(Settings(data=tmp_path / "new"), tmp_path / "b.tar")

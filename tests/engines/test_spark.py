"""On Spark the same contacts give the same bytes, whatever the pieces, whenever it stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent

import pyarrow as pa
import pytest
from pyspark import cloudpickle

from evenhand.core.errors import EvenhandError, RunRefused
from evenhand.engines import local
from evenhand.engines.local import Batch
from evenhand.engines.spark import pieces
from evenhand.engines.spark.session import check_installed
from evenhand.engines.spark.tasks import refuse_other_evenhand
from evenhand.insight import rulings
from evenhand.insight.engine import Parts
from evenhand.insight.rulings import Request, rule_contacts
from tests.cli import Result, run
from tests.conftest import ROOT
from tests.engines import spark_world as world

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("spark")]

FILES = {"rulings.parquet", "rulings.csv", "claimants.csv", "summary.json", "report.html"}


class Desk:
    """A folder with contacts, mapping and policy; runs with either engine."""

    def __init__(self, folder: Path, policy: str = "showroom") -> None:
        self.folder = folder
        self.policy = policy
        self.contacts = folder / "contacts.csv"
        self.mapping = folder / "map.yaml"
        if policy == "showroom":
            self.mapping.write_text(world.SHOWROOM, encoding="utf-8")
        else:
            self.mapping.write_text(world.PLAIN, encoding="utf-8")
            self.policy = str(folder / "policy.yaml")
            (folder / "policy.yaml").write_text(world.POLICY, encoding="utf-8")

    def write(self, text: str) -> None:
        self.contacts.write_text(text, encoding="utf-8", newline="")

    def arguments(self, engine: str, *more: str, out: str = "") -> list[str]:
        files = {"--contacts": self.contacts, "--mapping": self.mapping}
        files["--out"] = self.folder / (out or engine)
        named = [text for name, path in files.items() for text in (name, str(path))]
        return ["rulings", "--policy", self.policy, "--engine", engine, *named, *more]

    def run(self, engine: str, *more: str, out: str = "") -> Result:
        return run(*self.arguments(engine, *more, out=out))

    def both(self, *more: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        for engine in ("local", "spark"):
            result = self.run(engine, *more)
            assert result.code == 0, result.err
        return self.outputs("local"), self.outputs("spark")

    def outputs(self, out: str) -> dict[str, bytes]:
        """Everything that the run left, by name."""
        paths = sorted((self.folder / out).iterdir())
        return {path.name: path.read_bytes() for path in paths}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write(world.as_csv(world.rows(1)))
    return desk


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both engines plan many batches."""
    monkeypatch.setattr(local, "MOST_DISPUTES", 8)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("policy", ["showroom", "two"])
def test_the_same_contacts_give_the_same_bytes(tmp_path: Path, policy: str) -> None:
    desk = Desk(tmp_path, policy)
    desk.write(world.as_csv(world.broken(world.rows(7)), torn=True))
    here, there = desk.both("--skip-broken", "--lang", "vi")
    assert FILES | {"rejected.csv", "manifest.json"} <= set(here)
    assert here == there
    rejected = here["rejected.csv"].decode("utf-8-sig").splitlines()[1:]
    assert len(rejected) >= (10 if policy == "showroom" else 4)
    assert here["manifest.json"].count(b'"first"') > 4
    if policy == "two":
        assert b'"old"' in here["rulings.csv"]
        assert b'"new"' in here["rulings.csv"]


@pytest.mark.usefixtures("small_batches")
def test_how_the_contacts_are_cut_into_pieces_changes_no_byte(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("local", out="from-csv")
    monkeypatch.setattr(pieces, "PIECE_ROWS", 60)
    world.write_parts(desk.contacts.read_text(encoding="utf-8"), desk.folder / "parts")
    desk.contacts = desk.folder / "parts"
    here, there = desk.both()
    assert here == there
    assert here["rulings.parquet"] == desk.outputs("from-csv")["rulings.parquet"]
    desk.contacts = desk.folder / "parts" / "part-?.parquet"
    assert desk.run("spark", out="pattern").code == 0
    assert desk.outputs("pattern")["rulings.parquet"] == here["rulings.parquet"]


def test_broken_rows_are_told_alike(desk: Desk) -> None:
    desk.write(world.as_csv(world.broken(world.rows(7)), torn=True))
    here, there = desk.run("local"), desk.run("spark")
    assert (here.code, there.code) == (1, 1)
    assert "is no time we can read: never" in here.err
    assert here.err == there.err
    assert set(desk.outputs("spark")) == {".lock"}


def test_words_without_meaning_are_told_alike(desk: Desk) -> None:
    text = desk.contacts.read_text(encoding="utf-8")
    desk.write(text.replace(",lunch,", ",nap,").replace(",H,", ",h,").replace(",unknown", ",?x"))
    here, there = desk.run("local"), desk.run("spark")
    assert here.code == 1
    assert "activity “nap” is not mapped" in here.err
    assert "not “?x”" in here.err
    assert here.err == there.err


def test_a_day_without_a_version_is_told_alike(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "two")
    desk.write(world.as_csv(world.rows(3)).replace("2013-03-", "2012-03-"))
    here, there = desk.run("local"), desk.run("spark")
    assert "no version is in force on 2012-03-" in here.err
    assert here.err == there.err


def test_a_file_without_disputes_gives_the_same_empty_page(desk: Desk) -> None:
    desk.write(world.as_csv(world.rows(1)[:1]))
    here, there = desk.both()
    assert here == there
    assert b"nothing to rule" in there["report.html"]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class _StopAfter:
    """Presses Ctrl-C when so many disputes are ruled."""

    def __init__(self, disputes: int) -> None:
        self.disputes = disputes

    def stage(self, name: str) -> None: ...

    def done(self, so_far: int, total: int) -> None:
        if self.disputes <= so_far < total:
            raise KeyboardInterrupt


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("engines", [("spark", "local"), ("local", "spark")])
def test_a_run_begun_on_one_engine_goes_on_with_the_other(
    desk: Desk, engines: Sequence[str]
) -> None:
    desk.run("local", out="whole")
    begun, ended = engines
    out = desk.folder / "run"
    request = Request(desk.policy, desk.contacts, desk.mapping, out, engine=begun)
    with pytest.raises(KeyboardInterrupt):
        rule_contacts(request, _StopAfter(9))
    assert not FILES & _names(out)
    _wait_for_executors(out / "parts")
    result = desk.run(ended, out="run")
    assert "Disputes ruled" in result.out
    assert desk.outputs("run") == desk.outputs("whole")


def _wait_for_executors(parts: Path) -> None:
    """Those that were in the middle of a part take their draft away as soon as they hear of it."""
    for _ in range(200):
        if not [path for path in parts.iterdir() if path.name.startswith(".")]:
            return
        time.sleep(0.1)
    raise AssertionError([path.name for path in parts.iterdir()])


class _FullDisk(Parts):
    """A disk that is full when the third batch comes."""

    def __call__(self, batch: Batch, rulings: pa.Table) -> None:
        if batch.first >= 16:
            raise OSError(28, "No space left on device")
        super().__call__(batch, rulings)


@pytest.mark.usefixtures("small_batches")
def test_an_executor_that_fails_is_told_and_nothing_is_half_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_value: Callable[[object], None] = cloudpickle.register_pickle_by_value
    by_value(sys.modules[__name__])  # executors cannot import a test
    with monkeypatch.context() as patched:
        patched.setattr(rulings, "Parts", _FullDisk)
        result = desk.run("spark")
    assert result.code == 1
    assert result.err.startswith("Spark stopped: [Errno 28] No space left on device. What was")
    assert not FILES & _names(desk.folder / "spark")
    here, there = desk.both()
    assert here == there


# The command itself; each part takes a moment, and the first one says that it is there.
SLOWLY = dedent("""\
    import sys, time
    from evenhand.engines import local
    from evenhand.insight import rulings
    from evenhand.insight.engine import Parts
    from evenhand.cli import main

    class Slow(Parts):
        def __call__(self, batch, table):
            if batch.first:
                time.sleep(1)
            super().__call__(batch, table)

    local.MOST_DISPUTES = 8
    rulings.Parts = Slow

    class Tell:
        def __init__(self, progress, stages): ...
        def stage(self, name): ...
        def done(self, so_far, total):
            if so_far:
                print("ruled", flush=True)

    from evenhand.insight import commands
    commands.StagedBar = Tell
    main()
    """)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_run_goes_on_to_the_same_bytes(desk: Desk, how: signal.Signals) -> None:
    desk.run("local", out="whole")
    arguments = desk.arguments("spark", "--spark-master", "local[2]", out="run")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ruled\n"
    process.send_signal(how)
    _, err = process.communicate(timeout=120)
    assert process.returncode == (130 if how is signal.SIGINT else -how), err
    if how is signal.SIGINT:
        assert "the same command goes on" in err
        assert "Traceback" not in err
    assert not FILES & _names(desk.folder / "run")
    assert desk.run("spark", out="run").code == 0
    assert desk.outputs("run") == desk.outputs("whole")


def test_without_pyspark_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(RunRefused, match=r"pip install 'evenhand\[spark\]'"):
        check_installed()


@pytest.mark.parametrize("home", [True, False])
def test_without_java_the_cure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: bool
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(RunRefused, match=r"there is no Java: .*openjdk-17-jre-headless.*JAVA_HOME"):
        check_installed()


@pytest.mark.parametrize("version,told", [("11.0.22", "Java 11"), ("1.8.0_402", "Java 8")])
def test_an_old_java_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, told: str
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(RunRefused, match=rf"needs Java 17 or newer, and \S+/bin/java is {told}:"):
        check_installed()


def test_executors_with_another_evenhand_are_refused() -> None:
    with pytest.raises(EvenhandError, match=r"the driver has 0\.0\.1: give both the same"):
        refuse_other_evenhand("0.0.1")


def test_a_master_without_spark_is_a_wrong_call(desk: Desk) -> None:
    result = desk.run("local", "--spark-master", "local[2]")
    assert result.code == 2
    assert "--spark-master goes with --engine spark" in result.err


def test_the_bank_is_ruled_alike(tmp_path: Path, data_dir: Path) -> None:
    desk = Desk(tmp_path)
    desk.policy = "bank-applications"
    desk.contacts = data_dir / "bpi2012.csv.gz"
    desk.mapping = ROOT / "policies" / "bank-applications" / "mapping.yaml"
    here, there = desk.both()
    assert here == there
    assert here["rulings.csv"].count(b"\n") == 6941

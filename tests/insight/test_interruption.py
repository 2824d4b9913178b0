"""A run may be stopped at any moment, in any way; it goes on from there, to the same bytes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.conftest import ROOT
from tests.insight.runs import Desk, contacts

OUTPUTS = ("rulings.parquet", "rulings.csv", "claimants.csv", "summary.json", "report.html")

# The command itself, in batches of two disputes; it says when a part is done and waits for a line.
SLOWLY = dedent("""\
    import sys
    from evenhand.engines import local
    from evenhand.insight import engine
    from evenhand.cli import main

    local.MOST_DISPUTES = 2
    ruled = engine.rule_batch

    def tell(*arguments):
        print("ruling", flush=True)
        if sys.stdin.readline() == "crash\\n":
            raise MemoryError
        return ruled(*arguments)

    engine.rule_batch = tell
    main()
    """)


def _start(desk: Desk) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *desk.arguments()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
    )


def _advance(process: subprocess.Popen[str], parts: int) -> None:
    """Let it rule so many parts; it is then about to rule the next."""
    assert process.stdin is not None
    assert process.stdout is not None
    for _ in range(parts):
        assert process.stdout.readline() == "ruling\n"
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.stdout.readline() == "ruling\n"


def _finish(process: subprocess.Popen[str], parts: int) -> tuple[str, str]:
    out, err = process.communicate("\n" * parts, timeout=60)
    assert process.returncode == 0, err
    assert out.count("ruling\n") == parts
    return out, err


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A run that nothing disturbed."""
    desk = Desk(tmp_path_factory.mktemp("whole"), contacts(16))
    assert desk.run().code == 0
    return desk


def _same(one: Desk, two: Desk) -> bool:
    return all(one.bytes_of(name) == two.bytes_of(name) for name in OUTPUTS)


@pytest.mark.parametrize("parts", [0, 3])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_goes_on_to_the_same_bytes(
    tmp_path: Path, whole: Desk, how: signal.Signals, parts: int
) -> None:
    desk = Desk(tmp_path, contacts(16))
    process = _start(desk)
    _advance(process, parts)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert process.returncode == (130 if how is signal.SIGINT else -how)
    if how is signal.SIGINT:
        assert "the same command goes on" in err
    assert not desk.names() & set(OUTPUTS)
    manifest = json.loads(desk.bytes_of("manifest.json"))
    assert sum(bool(part["sha256"]) for part in manifest["parts"]) == parts
    _finish(_start(desk), len(manifest["parts"]) - parts)
    assert _same(desk, whole)
    assert desk.names() == whole.names()


def test_stopped_twice_is_no_worse(tmp_path: Path, whole: Desk) -> None:
    desk = Desk(tmp_path, contacts(16))
    for parts in (1, 2):
        process = _start(desk)
        _advance(process, parts)
        process.kill()
        process.communicate(timeout=60)
    _finish(_start(desk), 5)
    assert _same(desk, whole)


def test_a_part_that_was_damaged_is_ruled_again(tmp_path: Path, whole: Desk) -> None:
    desk = Desk(tmp_path, contacts(16))
    process = _start(desk)
    _advance(process, 3)
    process.kill()
    process.communicate(timeout=60)
    parts = sorted((desk.out / "parts").iterdir())
    parts[0].write_bytes(b"damaged")
    parts[1].unlink()
    (desk.out / "parts" / ".0000000006.parquet.unfinished").write_bytes(b"half")
    (desk.out / ".rulings.csv.unfinished").write_bytes(b"half")
    _finish(_start(desk), 7)
    assert _same(desk, whole)
    assert desk.names() == whole.names()


def test_a_run_that_fails_leaves_what_was_done(tmp_path: Path, whole: Desk) -> None:
    desk = Desk(tmp_path, contacts(16))
    process = _start(desk)
    _, err = process.communicate("\n\ncrash\n", timeout=60)
    assert process.returncode == 1
    assert "MemoryError" in err
    _finish(_start(desk), 6)
    assert _same(desk, whole)


def test_a_changed_input_is_refused_in_the_middle_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, contacts(16))
    process = _start(desk)
    _advance(process, 2)
    process.kill()
    process.communicate(timeout=60)
    desk.path.write_text(contacts(17), encoding="utf-8")
    result = desk.run()
    assert result.code == 1
    assert "holds a run on other inputs" in result.err
    assert desk.run("--restart").code == 0
    assert desk.summary()["disputes"] == 17

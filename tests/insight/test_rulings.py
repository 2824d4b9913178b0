"""`evenhand rulings` as a person calls it: once, again, with other files, with bad ones."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from evenhand.base.lock import sole_writer
from evenhand.engines.contacts import read_contacts
from tests.cli import run
from tests.insight.runs import HEADER, POLICY, Desk, contacts

OUTPUTS = {"rulings.parquet", "rulings.csv", "claimants.csv", "summary.json", "report.html"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_disputed_customer_is_ruled_and_everything_is_written(desk: Desk) -> None:
    result = desk.run()
    assert result.code == 0, result.err
    assert "Read as UTF-8." in result.out
    assert f"Disputes ruled: 12. Open {desk.out / 'report.html'}" in result.out
    assert desk.names() == OUTPUTS | {"manifest.json", ".lock"}
    rows = pq.read_table(desk.out / "rulings.parquet").to_pylist()
    assert [row["customer"] for row in rows] == [f"c{number:03}" for number in range(12)]
    assert rows[0]["winners"] == ["Bea"]
    assert rows[0]["by_articles"] == ["1"]
    assert rows[0]["depth"] == 1
    figures = desk.summary()
    assert (figures["decided"], figures["referred"], figures["ties"]) == (10, 2, 2)
    assert [(rule["by"], rule["rulings"]) for rule in figures["rules"]] == [
        ("closer", 4),
        ("first", 6),
        ("tie", 2),
    ]
    assert figures["sizes"] == [[2, 6], [3, 6]]
    an = next(person for person in figures["people"] if person["name"] == "An")
    assert an == {"name": "An", "disputes": 12, "won": 6, "shared": 0, "lost": 4, "open": 2}


def test_the_same_command_again_changes_nothing(desk: Desk) -> None:
    desk.run()
    before = {name: desk.bytes_of(name) for name in OUTPUTS}
    result = desk.run()
    assert result.code == 0
    assert "holds the rulings of these inputs already" in result.out
    assert {name: desk.bytes_of(name) for name in OUTPUTS} == before


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        assert Desk(folder).run().code == 0
    for name in OUTPUTS:
        one, two = ((folder / "out" / name).read_bytes() for folder in folders)
        assert one == two, name


@pytest.mark.parametrize("file", ["contacts.csv", "map.yaml", "policy.yaml"])
def test_a_changed_input_is_refused_until_one_says_restart(desk: Desk, file: str) -> None:
    desk.run()
    before = desk.bytes_of("rulings.csv")
    path = desk.folder / file
    extra = (
        "d1,An,2013-03-01,visit\nd1,Bea,2013-03-01,visit\n" if file == "contacts.csv" else "# \n"
    )
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    result = desk.run()
    assert result.code == 1
    assert "holds a run on other inputs; nothing was touched" in result.err
    assert f"{file}, " in result.err
    assert "--restart" in result.err
    assert desk.bytes_of("rulings.csv") == before
    assert desk.run("--restart").code == 0
    assert (desk.bytes_of("rulings.csv") == before) is (file != "contacts.csv")


def test_another_version_language_or_leniency_is_another_run(desk: Desk) -> None:
    desk.run()
    for more in (["--version", "1"], ["--lang", "zh"], ["--skip-broken"]):
        assert desk.run(*more).code == 1


def test_a_folder_with_files_of_others_is_left_alone(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "thesis.odt").write_text("dear")
    result = desk.run()
    assert result.code == 1
    assert "thesis.odt" in result.err
    assert desk.run("--restart").code == 1
    assert (desk.out / "thesis.odt").read_text() == "dear"


def test_restart_takes_nothing_but_what_a_run_wrote(desk: Desk) -> None:
    desk.run()
    (desk.out / "my notes.txt").write_text("keep me")
    assert desk.run("--restart").code == 0
    assert (desk.out / "my notes.txt").read_text() == "keep me"


def test_an_output_that_is_gone_is_noticed(desk: Desk) -> None:
    desk.run()
    (desk.out / "rulings.csv").unlink()
    result = desk.run()
    assert result.code == 1
    assert "some files are gone: say --restart" in result.err


def test_two_runs_at_once_do_not_share_a_folder(desk: Desk) -> None:
    desk.out.mkdir()
    with sole_writer(desk.out):
        result = desk.run()
    assert result.code == 1
    assert "another run is writing" in result.err


def test_a_manifest_that_is_not_ours_is_refused(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "manifest.json").write_text("{}")
    assert "is not a manifest we wrote" in desk.run().err


def test_broken_lines_refuse_the_run_or_are_listed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, contacts() + "c1,An,never,visit\n=c,Bea\n")
    result = desk.run()
    assert result.code == 1
    assert "contacts.csv:36: at is no time we can read: never" in result.err
    assert desk.names() == {".lock"}
    result = desk.run("--skip-broken")
    assert result.code == 0
    assert "Broken lines left out: 2" in result.out
    rejected = desk.bytes_of("rejected.csv").decode("utf-8-sig").splitlines()
    assert rejected[0] == '"line","reason","text"'
    assert rejected[1].startswith('36,"at is no time')
    assert rejected[2].endswith('"\'=c,Bea"')


def test_what_is_wrong_is_told_and_exits_with_1(desk: Desk) -> None:
    assert "there is no file" in run(*desk.arguments(contacts=desk.folder / "none.csv")).err
    (desk.folder / "policy.yaml").write_text(POLICY.replace("me.signed", "me.sined"))
    result = desk.run()
    assert result.code == 1
    assert "did you mean" in result.err


def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    desk.out.write_text("a file")
    result = desk.run()
    assert result.code == 1
    assert "the run stopped: " in result.err
    assert "exists" in result.err


def test_contacts_that_change_while_they_are_read_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(*arguments: Any, **options: Any) -> object:
        found = read_contacts(*arguments, **options)
        desk.path.write_text(contacts(13), encoding="utf-8")
        return found

    monkeypatch.setattr("evenhand.insight.engine.read_contacts", change)
    assert "changed while it was read" in desk.run().err


def test_a_wrong_call_exits_with_2(desk: Desk) -> None:
    assert run("rulings", "--policy", "showroom").code == 2
    assert desk.run("--lang", "nl").code == 2


def test_a_file_without_disputes_gives_an_empty_page_that_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, HEADER + "c1,An,2013-03-01,visit\n")
    assert desk.run().code == 0
    assert desk.summary()["disputes"] == 0
    assert b"nothing to rule" in desk.bytes_of("report.html")
    assert desk.bytes_of("rulings.csv").decode("utf-8-sig").startswith('"customer"')

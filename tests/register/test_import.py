"""An old register imported: all that is wrong is said at once; nothing is lost, nothing doubled."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from evenhand.audit.models import Event
from evenhand.core.errors import (
    AlreadyThere,
    Conflict,
    EvenhandError,
    ImportRefused,
    NotAllowed,
    RunRefused,
)
from evenhand.customers.actions import imports as actions
from evenhand.customers.importing import running
from evenhand.customers.importing.running import Finished, Request, import_register
from evenhand.customers.importing.times import NoTime, read_time
from evenhand.customers.models import Customer, ImportRun
from evenhand.people.actions import open_outlet
from evenhand.register.actions import append_many
from evenhand.register.models import Checkpoint, Entry, Payload
from evenhand.register.proofs import verify_register
from tests.cast import Cast
from tests.web.installed import found, run

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
HEADER = "customer name,telephone,who,outlet,kind,occurred_at,note\n"
BERLIN = ZoneInfo("Europe/Berlin")

Import = Callable[..., Finished]


@pytest.fixture
def taken_in(cast: Cast, tmp_path: Path) -> Import:
    """Imports a text, or bytes, as the administrator does."""

    def take(content: str | bytes, name: str = "old.csv", **how: object) -> Finished:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        mapping = how.pop("mapping", None)
        if isinstance(mapping, str):
            (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
            how["mapping"] = tmp_path / "map.yaml"
        by = str(how.pop("by", "administrator"))
        return import_register(Request(path, by, **how), now=NOW)  # type: ignore[arg-type]  # as given

    return take


def line(number: int, **changes: str) -> str:
    told = {
        "name": f"Customer {number}",
        "telephone": f"138{number:08d}",
        "who": "salesperson",
        "outlet": "Main store",
        "kind": "call",
        "at": "2026-11-20 09:00",
        "note": f"note {number}",
    }
    return ",".join((told | changes).values()) + "\n"


def lines(count: int) -> str:
    return HEADER + "".join(line(number) for number in range(count))


def test_everything_wrong_is_said_at_once_with_its_place(taken_in: Import, tmp_path: Path) -> None:
    listed = tmp_path / "problems.csv"
    finished = taken_in(
        HEADER
        + line(1)
        + line(2, telephone="12", who="nobody", outlet="Moon", kind="dance", at="soon")
        + '"Two\nlines",,salesperson,Main store,call,2026-11-20,\n'
        + line(4, at="2031-01-01 09:00", note="x" * 1_000_000)
        + line(5, note='a "torn" quotation')
        + ",,,,,,only a note\n"
        + 'Torn,,salesperson,Main store,call,2026-11-20,"no end\n',
        problems=listed,
    )
    problems = finished.problems
    where = [(one.line, one.column) for one in problems.shown]
    assert where[:4] == [(3, 3), (3, 5), (3, 4), (3, 6)]
    assert where[4:] == [(4, 1), (6, 6), (6, 7), *[(8, place) for place in (1, 3, 5, 4, 6)], (9, 0)]
    assert (problems.count, problems.lines, finished.lines) == (13, 5, 2)
    assert len(listed.read_text(encoding="utf-8-sig").splitlines()) == 1 + problems.count
    assert not Entry.objects.exists()
    assert not ImportRun.objects.exists()
    with pytest.raises(AlreadyThere):
        taken_in(lines(1), problems=tmp_path / "old.csv")


def test_what_is_bad_can_be_skipped_and_is_listed(taken_in: Import) -> None:
    finished = taken_in(lines(2) + line(3, who="nobody") + line(4), skip_bad=True)
    assert [one.line for one in finished.problems.shown] == [4]
    assert Entry.objects.count() == 3
    run_ = ImportRun.objects.get()
    assert (run_.entries, run_.skipped, run_.customers) == (3, 1, 3)


def test_an_entry_keeps_where_it_comes_from_and_what_was_claimed(
    cast: Cast, taken_in: Import
) -> None:
    header = HEADER.replace("note", "grade,reached,on behalf of,recorded at,note")
    taken_in(
        header
        + "Li,13800138000,SALESPERSON,main store,reception,2026-11-20 23:59,"
        + "a,yes,Colleague,2026-11-21 00:01,x\n"
        + "Li again,138 0013 8000,salesperson,Main store,来店接待,2026-11-27T17:00:00+08:00,,,,,\n"
    )
    [old, today] = Payload.objects.order_by("pk")
    assert old.content == {
        "by": cast["administrator"].public_id,
        "claimed_recorded_at": "2026-11-20T16:01:00.000000Z",
        "customer": Customer.objects.get().public_id,
        "fields": {"grade": "A", "reached": True},
        "imported_from": {"file": "old.csv", "line": 2},
        "note": "x",
        "occurred_at": "2026-11-20T15:59:00.000000Z",
        "on_behalf_of": cast["colleague"].public_id,
        "outlet": cast.here.public_id,
        "who": cast["salesperson"].public_id,
    }
    assert old.entry.recorded_at == NOW
    assert (old.is_late, today.is_late) == (True, False)
    assert old.customer == today.customer, "one telephone is one customer"
    assert Customer.objects.get().telephone == "+8613800138000"
    page = cast.client("auditor").get(f"/register/{old.pk}/").content.decode()
    assert "old.csv, line 2" in page
    assert "which nothing here proves" in page


HEADERS = {
    "gb18030": "客户姓名;手机;销售顾问;门店;种类;发生时间\n"
    "李四;13800138000;salesperson;Main store;来店接待;2026/11/20 9:05\n",
    "utf-8-sig": "Tên khách hàng\tSố điện thoại\tNhân viên\tCửa hàng\tLoại\tThời gian\n"
    "Nguyễn Đào\t0912345678\tother_salesperson\tHanoi\ttiếp khách\t2026-11-20 09:05\n",
    "utf-8": "Customer name|Mobile|Salesperson|Store|Type|Date\n"
    "Lee||Salesperson|Main store|reception|2026-11-20\n",
}


@pytest.mark.parametrize("encoding", HEADERS)
def test_files_of_three_languages_are_read_as_they_are(taken_in: Import, encoding: str) -> None:
    finished = taken_in(HEADERS[encoding].encode(encoding))
    assert not finished.problems.shown
    assert Entry.objects.get().kind == "reception"
    assert Customer.objects.get().name in HEADERS[encoding]
    if encoding == "gb18030":
        assert "GB18030" in finished.read


def test_a_mapping_says_what_a_file_does_not(cast: Cast, taken_in: Import) -> None:
    told = """
        columns: {customer: Kunde, occurred_at: Am, customer_key: Nr, who: Wer}
        every_row: {outlet: Hanoi, kind: call}
        time: {formats: "%d/%m/%Y %H:%M"}
        values: {who: {"Old Wang": salesperson}}
    """
    finished = taken_in(
        "Kunde,Am,Nr,Wer\nA,20/11/2026 09:00,7,Old Wang\nA,21/11/2026 09:00,7,Old Wang\n"
        "B,21/11/2026 09:00,8,Old Wang\nB,21/11/2026 09:00,,Old Wang\n",
        mapping=told,
    )
    assert finished.unknowable == 1
    first, second, third, fourth = Payload.objects.order_by("pk")
    assert first.customer == second.customer
    assert len({first.customer, third.customer, fourth.customer}) == 3
    assert first.outlet == cast.there.public_id
    assert first.occurred_at == datetime(2026, 11, 20, 2, tzinfo=UTC)
    with pytest.raises(ImportRefused, match=r"map\.yaml:1:11.*Kunde(.|\n)*no column tells who"):
        taken_in(
            "A,B\n1,2\n", "other.csv", mapping="columns: {customer: Kunde}\nevery_row: {kind: call}"
        )


def test_lines_of_json_have_the_names_of_the_api(cast: Cast, taken_in: Import) -> None:
    told = {
        "kind": "call",
        "new_customer": {"name": "Li", "telephone": "+84912345678"},
        "who": cast["salesperson"].public_id,
        "outlet": cast.here.public_id,
        "occurred_at": "2026-11-20T09:00:00Z",
        "reached": False,
        "rank": 3,
    }
    torn = json.dumps(told | {"note": "\ud800"})
    finished = taken_in(f"{json.dumps(told)}\n{torn}\n[]\n", "old.ndjson", skip_bad=True)
    assert [one.line for one in finished.problems.shown] == [2, 3]
    [kept] = Payload.objects.all()
    assert kept.content["fields"] == {"rank": 3, "reached": False}
    again = {name: value for name, value in told.items() if name != "new_customer"}
    taken_in(json.dumps(again | {"customer": kept.customer}), "more.ndjson")
    assert Payload.objects.filter(customer=kept.customer).count() == 2


def test_an_hour_that_was_not_or_was_twice_is_asked_about() -> None:
    assert read_time("2026-03-29 01:59", BERLIN) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    with pytest.raises(NoTime, match="no such time in Europe/Berlin"):
        read_time("2026-03-29 02:30", BERLIN)
    with pytest.raises(NoTime, match="twice in Europe/Berlin") as twice:
        read_time("2026-10-25 02:30", BERLIN)
    for offset, hour in (("+02:00", 0), ("+01:00", 1)):
        written = f"2026-10-25T02:30:00{offset}"
        assert written in twice.value.hint
        assert read_time(written, BERLIN) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    midnight = datetime(2026, 11, 19, 17, tzinfo=UTC)
    for text in ("2026-11-20", "2026-11-20 00:00", "2026年11月20日 0时0分"):
        assert read_time(text, ZoneInfo("Asia/Ho_Chi_Minh")) == midnight
    with pytest.raises(NoTime):
        read_time("20/11/2026", BERLIN)


def test_the_zone_of_the_outlet_decides_what_is_late(taken_in: Import) -> None:
    open_outlet(name="Berlin", tier="main", time_zone="Europe/Berlin", country="DE", by=None)
    taken_in(
        HEADER
        + line(1, telephone="", at="2026-11-27 00:00")
        + line(2, telephone="", at="2026-11-26 23:59")
        + line(3, telephone="", outlet="Berlin", at="2026-11-27 00:00")
    )
    late = Payload.objects.order_by("pk").values_list("is_late", flat=True)
    assert list(late) == [False, True, False]


def test_an_import_goes_on_where_it_was_broken_off(
    taken_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    entered = actions.import_lines

    def killed(*given: object, **told: object) -> ImportRun:
        nonlocal calls
        calls += 1
        standing = entered(*given, **told)  # type: ignore[arg-type]  # as it was called
        if calls == 3:
            raise KeyboardInterrupt
        return standing

    text = lines(10) + line(3, note="again") + line(4, telephone="", note="of nobody")
    with monkeypatch.context() as patch:
        patch.setattr(running, "import_lines", killed)
        with pytest.raises(KeyboardInterrupt):
            taken_in(text, at_once=2)
    assert Entry.objects.count() == 6
    with pytest.raises(RunRefused):
        taken_in(text, mapping="title: another")
    finished = taken_in(text, "renamed.csv", at_once=5)
    assert finished.entered == 6
    assert taken_in(text).was_done
    told = [one["note"] for one in Payload.objects.order_by("pk").values_list("content", flat=True)]
    assert told == [*(f"note {number}" for number in range(10)), "again", "of nobody"]
    assert (Customer.objects.count(), Checkpoint.objects.get().pk) == (11, 12)
    assert verify_register().holds
    kinds = Event.objects.filter(kind__startswith="register.").order_by("id")
    assert [one.kind for one in kinds] == ["register.import_begun", "register.imported"]
    assert kinds[1].details["entries"] == 12


def test_two_who_import_one_file_at_once_enter_it_once(
    taken_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*given: object, **told: object) -> ImportRun:
        monkeypatch.undo()
        taken_in(lines(5))
        return actions.import_lines(*given, **told)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(running, "import_lines", late)
    with pytest.raises(Conflict):
        taken_in(lines(5))
    assert Entry.objects.count() == 5


def test_a_batch_that_fails_leaves_nothing_of_itself(
    taken_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **told: object) -> None:
        append_many(*given, **told)  # type: ignore[arg-type]  # as it was called
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(actions, "append_many", fail)
        with pytest.raises(RuntimeError):
            taken_in(lines(3))
    assert not Entry.objects.exists()
    assert not Customer.objects.exists()
    assert taken_in(lines(3)).entered == 3
    assert verify_register().holds


def test_an_administrator_imports_and_the_audit_trail_says_so(cast: Cast, taken_in: Import) -> None:
    with pytest.raises(NotAllowed):
        taken_in(lines(1), by="general_manager")
    with pytest.raises(EvenhandError, match="login name stranger"):
        taken_in(lines(1), by="stranger")
    taken_in(lines(1))
    client: Client = cast.client("auditor")
    assert (
        "Administrator imported an old register: old.csv" in client.get("/audit/").content.decode()
    )


def test_the_command_imports_and_says_what_it_means(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "old.csv"
    found(home)
    path.write_text(lines(2), encoding="utf-8")
    dry = run(home, "register", "import", str(path), "--by", "boss", "--dry-run")
    assert dry.returncode == 1
    assert "old.csv:2:3: who: nobody is called “salesperson” here" in dry.stderr
    assert "Nothing was entered." in dry.stderr

"""Contacts are read as they were meant, and a line that cannot be read is told, never dropped."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenhand.core.errors import ContactsRefused, NotFound
from tests.engines.desk import HEADER, Desk

CHINESE = "customer,who,at,activity\n张三,王伟,2013-03-01 10:00,call\n张三,李娜,2013-03-02,visit\n"
ONE = "c1,An,2013-03-01T10:00,call\n"


def _refused(contacts: str | bytes | Path, mapping: str | None = None) -> list[str]:
    desk = Desk(contacts, mapping) if mapping else Desk(contacts)
    with pytest.raises(ContactsRefused) as refused:
        desk.read()
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "encoding,told",
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_chinese_files_are_read_in_every_usual_encoding(encoding: str, told: str) -> None:
    desk = Desk(CHINESE.encode(encoding))
    desk.read()
    assert desk.source.encoding == told
    assert desk.rows("SELECT customer, who FROM contact") == [("张三", "王伟"), ("张三", "李娜")]


def test_a_utf8_file_with_torn_characters_is_not_taken_for_gb18030() -> None:
    torn = (CHINESE * 1).encode() + b"\xe5\xbc,\xff\xfe,2013-03-01,call\n"
    assert _refused(torn)[0].startswith("contacts.csv:4: characters that are no UTF-8")


def test_bytes_that_are_neither_are_refused() -> None:
    assert "neither UTF-8 nor GB18030" in _refused(HEADER.encode() + b"\x81\xff\xff\xfe\n")[0]


def test_every_broken_line_is_told_with_its_line_and_reason() -> None:
    problems = _refused(
        HEADER
        + ONE
        + "c1,An,yesterday,call\n"  # 3
        + ",An,2013-03-01,call\n"  # 4
        + "\n"
        + '"c\n1",An,2013-03-01,call\n'  # 6 and 7: whole
        + "c1,An\n"  # 8
        + "c1,,,call\n"  # 9
        + "c1,An,2013-03-01,call,more,still\n"  # 10
        + "c1,An,infinity,call\n"  # 11
        + "c1,An,0213-03-01,call\n"  # 12
        + 'c1,"An"x,2013-03-01,call\n'  # 13
    )
    assert [problem.split(": ", 1) for problem in problems[:-1]] == [
        ["contacts.csv:3", "at is no time we can read: yesterday"],
        ["contacts.csv:4", "customer is empty"],
        ["contacts.csv:8", "2 fields where the header has 4"],
        [
            "contacts.csv:9",
            'who is empty (add "" to not_persons to leave such rows out); at is empty',
        ],
        ["contacts.csv:10", "6 fields where the header has 4"],
        ["contacts.csv:11", "at is no time we can read: infinity"],
        ["contacts.csv:12", "at is no time we can read: 0213-03-01"],
    ]
    assert problems[-1].startswith("contacts.csv:13: a quotation mark")
    assert "--skip-broken" in problems[-1]


def test_a_quotation_mark_that_is_never_closed_is_told_where_it_opens() -> None:
    assert _refused(HEADER + ONE + 'c1,"An,2013-03-01,call\n' + ONE)[0].startswith("contacts.csv:3")


def test_of_many_broken_lines_the_first_twenty_are_told_and_all_are_counted() -> None:
    problems = _refused(HEADER + "c1,An,never,call\n" * 50)
    assert len(problems) == 21
    assert "and 30 more: 50 broken lines in all" in problems[-1]


def test_broken_lines_may_be_left_out_and_are_listed_then() -> None:
    desk = Desk(HEADER + ONE + "c1,An,never,call\n" + "c1,Bea\n" + "c1,Bea,2013-03-02,call\n")
    contacts = desk.read(skip_broken=True)
    assert (contacts.rows, contacts.broken) == (2, 2)
    assert desk.rows("SELECT line, text FROM broken ORDER BY line") == [
        (3, "c1,An,never,call"),
        (4, "c1,Bea"),
    ]


def test_an_empty_file_a_mere_header_and_a_missing_column_are_told_plainly() -> None:
    assert "the file is empty" in _refused("")[0]
    assert "there is a header, but not one row" in _refused(HEADER)[0]
    problem = _refused("customer,whom,at,activity\n" + ONE)[0]
    assert problem.startswith("map.yaml:1:")
    assert "who is no column of contacts.csv" in problem
    assert "did you mean whom?" in problem
    assert "stands 2 times" in _refused("customer,who,at,activity,who\n1,2,3,4,5\n")[0]


def test_files_that_cannot_be_opened_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        Desk(tmp_path / "none.csv").read()
    (tmp_path / "torn.csv.gz").write_bytes(gzip.compress(b"customer,who\n" * 999)[:40])
    assert "cannot be read" in _refused(tmp_path / "torn.csv.gz")[0]
    (tmp_path / "no.parquet").write_bytes(b"no")
    assert "this is no Parquet file" in _refused(tmp_path / "no.parquet")[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_finds_the_columns(delimiter: str) -> None:
    desk = Desk((HEADER + ONE).replace(",", delimiter))
    assert desk.read().rows == 1


def test_blanks_around_a_value_do_not_make_another_customer() -> None:
    desk = Desk(HEADER + " c1\t,An,2013-03-01,call\n\u3000c1\u00a0,An, 2013-03-01 ,call\n")
    desk.read()
    assert desk.rows("SELECT DISTINCT customer FROM contact") == [("c1",)]


def test_times_are_read_in_the_zone_and_formats_of_the_mapping() -> None:
    desk = Desk(
        HEADER
        + "c1,An,2013-03-01 10:00,call\n"
        + "c1,An,2013-03-01T10:00:00.999+02:00,call\n"
        + "c1,An,2013-03-01T10:00:00Z,call\n"
        + "c1,An,01.03.2013 10:00,call\n"
        + "c1,An,2013年03月01日,call\n"
        + "c1,An,1969-12-31T23:59:59.5Z,call\n",
        """\
        columns: {customer: customer, who: who, at: at, activity: activity}
        time: {zone: Asia/Shanghai, formats: [iso, "%d.%m.%Y %H:%M", "%Y年%m月%d日"]}
        kinds: {call: call}
        """,
    )
    desk.read()
    noon = 1362103200  # 2013-03-01T02:00Z
    expected = [noon, noon + 6 * 3600, noon + 8 * 3600, noon, noon - 10 * 3600, -1]
    assert [row[0] for row in desk.rows("SELECT instant FROM contact ORDER BY rowid")] == expected


def test_a_format_that_is_none_is_refused_where_it_stands() -> None:
    problem = _refused(
        HEADER + ONE,
        """\
        columns: {customer: customer, who: who, at: at, activity: activity}
        time: {formats: ["%Q"]}
        kinds: {call: call}
        """,
    )[0]
    assert problem.startswith("map.yaml:2:")
    assert "no format of a time" in problem


@pytest.mark.parametrize("name", ["sequence", "id"])
def test_a_number_that_stands_twice_is_broken_the_second_time(name: str) -> None:
    text = "customer,who,at,activity,no\n"
    text += "".join(f"c1,An,2013-03-01,call,{number}\n" for number in (7, 8, 7, 7))
    problems = _refused(
        text,
        f"""\
        columns: {{customer: customer, who: who, at: at, activity: activity, {name}: "no"}}
        kinds: {{call: call}}
        """,
    )
    assert [problem.split(": ", 1)[0] for problem in problems] == [
        "contacts.csv:4",
        "contacts.csv:5",
    ]
    assert f"{name} 7 stands twice" in problems[0]


def test_parquet_is_read_as_the_same_csv_would_be(tmp_path: Path) -> None:
    path = tmp_path / "contacts.parquet"
    moments = pa.array([1362103200, 1362103201], pa.timestamp("s", "UTC"))
    columns = {"customer": [1, 1], "who": ["An", "Bea"], "at": moments, "activity": ["call"] * 2}
    pq.write_table(pa.table(columns), path)
    desk = Desk(path)
    assert desk.read().rows == 2
    assert desk.rows("SELECT customer, who, instant FROM contact ORDER BY rowid") == [
        ("1", "An", 1362103200),
        ("1", "Bea", 1362103201),
    ]
    columns["who"] = ["An", ""]
    pq.write_table(pa.table(columns), path)
    assert _refused(path)[0].startswith("contacts.parquet:2: who is empty")


def test_names_of_columns_are_no_sql() -> None:
    desk = Desk(
        'cust\'omer,"wh""o",at;--,act ivity\n' + ONE,
        """\
        columns: {customer: "cust'omer", who: 'wh"o', at: "at;--", activity: act ivity}
        kinds: {call: call}
        """,
    )
    assert desk.read().rows == 1

"""`evenhand match`: files in, customers out; said clearly what cannot be used (S3)."""

import csv
import html.parser
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from evenhand.core.identity.model import loaded
from evenhand.core.identity.normalise import Typed, normalise
from evenhand.customers.matching import reading, running
from evenhand.customers.matching.running import Request, match_files
from evenhand.engines.identity import normalising
from tests.cli import Result, run
from tests.identity.learning import learned_from_made

ROWS = [
    ("A1", "Nguyễn Văn Hùng", "0912345678", "hung.nv88@gmail.com", "12 Lê Lợi, Q.1", "TP. HCM"),
    ("A2", "Nguyen Van Hung", "+84 912 345 678", "hungnv88@gmail.com", "", "Sài Gòn"),
    ("A3", "Trần Thị Mai", "0987654321", "", "5 Hàng Bài", "Hà Nội"),
    ("A4", "王伟", "13800138000", "", "", "北京"),
    ("A5", "王偉", "138-0013-8000", "", "", "Beijing"),
    ("A6", "李娜", "13912345678", "", "", "上海"),
    ("A7", "Công ty TNHH Hoà Phát", "02438221234", "", "", "Hà Nội"),
    ("A8", "CTY TNHH HOA PHAT", "024 3822 1234", "", "", "Hà Nội"),
    ("A8", "=HYPERLINK(1)", "", "", "", ""),
    ("", "Robert Miller", "2125550123", "", "1 High St", "New York"),
]
COLUMNS = ("id", "name", "phone", "email", "address", "city")
OUTPUTS = {
    "clusters.parquet", "clusters.csv", "pairs.parquet", "review.csv", "households.csv",
    "model.json", "summary.json", "report.html",
}  # fmt: skip
TOGETHER = {("A1", "A2"), ("A4", "A5"), ("A7", "A8")}


def _csv(path: Path, rows: Sequence[tuple[str, ...]] = ROWS, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def _xlsx(path: Path) -> Path:
    book = Workbook()
    for row in (COLUMNS, *ROWS):
        book.active.append([int(one) if one.isdigit() and one[0] != "0" else one for one in row])
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)
    return path


def _parquet(path: Path) -> Path:
    columns = zip(*ROWS, strict=True)
    pq.write_table(pa.table(dict(zip(COLUMNS, map(list, columns), strict=True))), path)
    return path


@pytest.fixture(scope="module")
def first(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that weighed with a model learned from some thousand customers."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "model.json").write_text(learned_from_made().dumped())
    done = _match(folder, folder / "out", _csv(folder / "customers.csv"))
    assert done.code == 0, done.err
    return folder / "out"


def _match(first: Path, out: Path, *files: Path, more: tuple[str, ...] = ()) -> Result:
    """A run that weighs with the model in a folder, which saves the learning."""
    paths = [str(path) for path in files]
    return run("match", *paths, "--out", str(out), "--model", str(first / "model.json"), *more)


def _together(out: Path) -> set[tuple[str, ...]]:
    of: dict[int, list[str]] = {}
    for row in pq.read_table(out / "clusters.parquet").to_pylist():
        of.setdefault(row["cluster"], []).append(row["id"])
    return {tuple(ids) for ids in of.values() if len(ids) > 1}


def _bytes(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name in OUTPUTS}


class _Page(html.parser.HTMLParser):
    """What a page refers to outside itself, and what runs in it."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "img", "iframe", "object"}:
            self.outside.append(tag)
        self.outside += [name for name, _ in attrs if name in {"src", "href"} or name[:2] == "on"]


def test_the_same_customers_are_found_and_everything_is_written(first: Path) -> None:
    assert _together(first) == TOGETHER
    assert {path.name for path in first.iterdir()} >= OUTPUTS
    assert not (first / ".work").exists()
    summary = json.loads((first / "summary.json").read_text())
    assert (summary["records"], summary["customers"], summary["clusters"]) == (10, 7, 3)
    assert loaded((first / "model.json").read_text()).sha256 == summary["model"]
    pairs = pq.read_table(first / "pairs.parquet").to_pylist()
    assert {(pair["id_l"], pair["id_r"]) for pair in pairs} == TOGETHER
    assert all(pair["weight"] > 0 and pair["level_phone"] == "same" for pair in pairs)
    for name in ("clusters.csv", "review.csv", "households.csv"):
        content = (first / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        heads = content.decode("utf-8-sig").splitlines()[0].split(",")
        assert len(set(heads)) == len(heads) > 5


def test_the_report_needs_nothing_from_outside(first: Path) -> None:
    page = _Page()
    page.feed((first / "report.html").read_text())
    assert page.outside == []
    assert "default-src 'none'" in (first / "report.html").read_text()


def test_every_form_of_file_gives_the_same_customers(first: Path, tmp_path: Path) -> None:
    files = [
        _csv(tmp_path / "gb.csv", encoding="gb18030"),
        _csv(tmp_path / "utf16.csv", encoding="utf-16"),
        _xlsx(tmp_path / "customers.xlsx"),
        _parquet(tmp_path / "customers.parquet"),
    ]
    for file in files:
        out = tmp_path / f"out-{file.name}"
        assert _match(first, out, file).code == 0
        assert _together(out) == TOGETHER, file.name


def test_a_file_that_two_programs_wrote_line_by_line_is_read(first: Path, tmp_path: Path) -> None:
    file = _csv(tmp_path / "mixed.csv")
    header, rows = file.read_bytes().split(b"\r\n", 1)
    file.write_bytes(header + b"\n" + rows)
    assert _match(first, tmp_path / "out", file).code == 0
    assert _together(tmp_path / "out") == TOGETHER


@pytest.mark.parametrize("name", ["Tên KH", "tên khách", "Tên Cty", "公司名", "客户名"])
def test_a_column_is_told_by_the_names_that_people_give_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(f"Mã,{name}\nK7,Trần Văn Minh\n", encoding="utf-8")
    answer = run("check", "tran van minh", "--against", str(file))
    assert answer.code == 0
    assert "K7  Trần Văn Minh" in answer.out


def test_a_short_name_finds_the_whole_one_beside_another_short_one(tmp_path: Path) -> None:
    names = ("重庆呈色文化传播有限公司", "重庆呈祥商贸有限公司", "重庆呈色")
    rows = [(f"K{at}", name, "", "", "", "重庆") for at, name in enumerate(names, 1)]
    file = _csv(tmp_path / "customers.csv", rows)
    answer = run("check", "重庆呈色", "--against", str(file)).out
    assert answer.index("K3") < answer.index("K1")


def test_ctrl_c_in_the_middle_of_a_query_says_so_in_one_line(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise ValueError("Error was: Query interrupted") from duckdb.InterruptException("")

    monkeypatch.setattr(running, "write_outputs", interrupted)
    stopped = _match(first, tmp_path / "out", _csv(tmp_path / "customers.csv"))
    assert stopped.code == 130
    assert "interrupted" in stopped.err
    assert "Traceback" not in stopped.err


def test_two_files_of_another_encoding_do_not_take_each_others_place(
    first: Path, tmp_path: Path
) -> None:
    one = _csv(tmp_path / "one.csv", ROWS[:4], encoding="gb18030")
    two = _csv(tmp_path / "two.csv", ROWS[4:], encoding="gb18030")
    assert _match(first, tmp_path / "out", one, two).code == 0
    rows = pq.read_table(tmp_path / "out" / "clusters.parquet").to_pylist()
    assert [(row["file"], row["row"], row["id"] or "") for row in rows] == [
        ("one.csv" if at < 4 else "two.csv", at + 1 if at < 4 else at - 3, row[0])
        for at, row in enumerate(ROWS)
    ]


def test_two_equal_records_are_enough_to_learn_that_they_are_one(tmp_path: Path) -> None:
    file = _csv(tmp_path / "few.csv", [ROWS[0]] * 2)
    assert run("match", str(file), "--out", str(tmp_path / "out")).code == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["records"], summary["customers"]) == (2, 1)


def test_one_record_is_one_customer(tmp_path: Path) -> None:
    file = _csv(tmp_path / "one.csv", ROWS[:1])
    assert run("match", str(file), "--out", str(tmp_path / "out")).code == 0
    assert pq.read_metadata(tmp_path / "out" / "clusters.parquet").num_rows == 1


def test_a_cell_that_a_spreadsheet_would_run_stands_as_text(first: Path, tmp_path: Path) -> None:
    rows = [(one, "=HYPERLINK(1)", "+84 912 345 678", "a@b.vn", "", "") for one in "12"]
    assert _match(first, tmp_path / "out", _csv(tmp_path / "e<b>.csv", rows)).code == 0
    table = pa_csv.read_csv(tmp_path / "out" / "clusters.csv").to_pylist()
    assert [(row["name"], row["phone"]) for row in table] == [
        ("'=HYPERLINK(1)", "+84 912 345 678")
    ] * 2
    report = (tmp_path / "out" / "report.html").read_text()
    assert ("<b>" in report, "&lt;b&gt;" in report) == (False, True)


def test_lines_that_are_no_rows_are_told_with_their_own_file(first: Path, tmp_path: Path) -> None:
    files = []
    for name, line in (("one.csv", 2), ("two.csv", 3)):
        lines = _csv(tmp_path / name, ROWS[:4]).read_text().splitlines()
        lines[line - 1] += ",,more"
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        files.append(tmp_path / name)
    done = _match(first, tmp_path / "out", *files)
    assert "2 lines are no rows and were left out:" in done.out
    assert [line[:15] for line in done.out.splitlines() if ", line" in line] == [
        "one.csv, line 2",
        "two.csv, line 3",
    ]


def _refused(tmp_path: Path, name: str, content: bytes) -> Result:
    (tmp_path / name).write_bytes(content)
    return run("match", str(tmp_path / name), "--out", str(tmp_path / "out"))


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("empty.csv", b"", "the file is empty"),
        ("head.csv", b"id,name,phone\n", "the file has no rows"),
        ("noname.csv", b"a,b\n1,2\n", "no column of noname.csv holds names"),
        ("torn.xlsx", b"PK\x03\x04torn", "this is no Excel workbook"),
        ("torn.parquet", b"PAR1torn", "this is no Parquet file"),
        ("latin.csv", b"id,name\n1,Ren\xe9\xff\n", "neither UTF-8 nor GB18030"),
        ("old.xls", b"x", "files of this kind are not read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    done = _refused(tmp_path, name, content)
    assert done.code == 1
    assert told in done.err
    assert "Traceback" not in done.err


def test_every_problem_of_a_mapping_is_told_at_once_with_line_and_column(tmp_path: Path) -> None:
    file = _csv(tmp_path / "customers.csv")
    (tmp_path / "map.yaml").write_text("kind: firm\ncolumns:\n  name: name\n  fone: phone\n")
    (tmp_path / "near.yaml").write_text("columns:\n  name: nane\n  phone: phon\n")
    out = ("--out", str(tmp_path / "out"), "--mapping")
    told = run("match", str(file), *out, str(tmp_path / "map.yaml")).err
    assert "map.yaml:1:1" in told
    assert "map.yaml:4:3" in told
    told = run("match", str(file), *out, str(tmp_path / "near.yaml")).err
    assert "near.yaml:2:3: nane is no column of customers.csv" in told
    assert "near.yaml:3:3: phon is no column of customers.csv" in told
    assert "did you mean name?" in told


def test_a_mapping_says_what_columns_mean(first: Path, tmp_path: Path) -> None:
    text = _csv(tmp_path / "customers.csv").read_text().replace("id,name,phone", "c1,c2,c3", 1)
    (tmp_path / "customers.csv").write_text(text)
    (tmp_path / "map.yaml").write_text(
        "title: Ours\ncolumns: {id: c1, name: c2, phone: c3, city: city}\n"
    )
    more = ("--mapping", str(tmp_path / "map.yaml"))
    assert _match(first, tmp_path / "out", tmp_path / "customers.csv", more=more).code == 0
    assert _together(tmp_path / "out") == TOGETHER
    assert "<h1>Ours</h1>" in (tmp_path / "out" / "report.html").read_text()


def test_what_was_refused_may_be_mended_and_started_again(first: Path, tmp_path: Path) -> None:
    assert _refused(tmp_path, "customers.csv", b"a,b\n1,2\n").code == 1
    assert _match(first, tmp_path / "out", _csv(tmp_path / "customers.csv")).code == 0


def test_a_folder_with_files_of_somebody_else_is_left_alone(first: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = _match(first, tmp_path / "out", _csv(tmp_path / "customers.csv"))
    assert done.code == 1
    assert "mine.txt" in done.err
    assert not (tmp_path / "out" / "match.json").exists()


@pytest.mark.parametrize("model", ["none.json", "torn.json", "altered.json"])
def test_a_model_that_cannot_be_used_is_refused_before_anything_is_read(
    first: Path, tmp_path: Path, model: str
) -> None:
    (tmp_path / "torn.json").write_bytes(b"\xff\xfe\x00")
    altered = (first / "model.json").read_text().replace('"prior": ', '"prior": 1', 1)
    (tmp_path / "altered.json").write_text(altered)
    file = _csv(tmp_path / "customers.csv")
    out = tmp_path / "out"
    done = run("match", str(file), "--out", str(out), "--model", str(tmp_path / model))
    assert done.code == 1
    assert "Traceback" not in done.err
    assert not out.exists()


def test_sizes_and_folders_that_are_none_are_refused(first: Path, tmp_path: Path) -> None:
    file = _csv(tmp_path / "customers.csv")
    done = _match(first, tmp_path / "out", file, more=("--memory", "lots"))
    assert (done.code, "lots is no size of memory" in done.err) == (1, True)
    done = _match(first, file, file)
    assert (done.code, "is a file: name a folder" in done.err) == (1, True)


def test_the_same_command_again_does_nothing_anew_and_other_files_are_refused(
    first: Path, tmp_path: Path
) -> None:
    file, out = _csv(tmp_path / "customers.csv"), tmp_path / "out"
    assert _match(first, out, file).code == 0
    before = {out / name: (out / name).stat().st_mtime_ns for name in OUTPUTS}
    with patch.object(running, "open_engine", side_effect=AssertionError("computed anew")):
        assert _match(first, out, file).code == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before
    _csv(file, ROWS[:5])
    done = _match(first, out, file)
    assert (done.code, "--restart" in done.err) == (1, True)
    assert _match(first, out, file, more=("--restart",)).code == 0
    assert pq.read_metadata(out / "clusters.parquet").num_rows == 5


class _Stopped(Exception):
    """Somebody pulled the plug."""


class _Stopper:
    """Stops a run as a stage begins, or as so many records are read."""

    def __init__(self, at: str) -> None:
        self.at = at

    def stage(self, name: str) -> None:
        if name == self.at:
            raise _Stopped

    def done(self, so_far: int, total: int) -> None:  # noqa: ARG002 - as a run calls it
        if self.at == str(so_far):
            raise _Stopped


@pytest.fixture
def _small_parts() -> Iterator[None]:
    """Three records a batch, one batch a part, so that ten records are read in steps."""
    with (
        patch.object(reading, "BATCH", 3),
        patch.object(reading, "PART", 1),
        patch.object(running, "PART", 1),
        patch.object(normalising, "BATCH", 3),
    ):
        yield


@pytest.mark.usefixtures("_small_parts")
def test_a_run_that_is_stopped_again_and_again_comes_to_the_same_bytes(
    first: Path, tmp_path: Path
) -> None:
    file = _csv(tmp_path / "customers.csv")

    def ask(out: str) -> Request:
        return Request((file,), tmp_path / out, processes=1, model=first / "model.json")

    match_files(ask("whole"), _Stopper(""))
    for stage in ("6", "learning", "weighing", "clustering", "writing"):
        with pytest.raises(_Stopped):
            match_files(ask("stopped"), _Stopper(stage))
        assert not _bytes(tmp_path / "stopped").keys() & {"report.html", "summary.json"}
    match_files(ask("stopped"), _Stopper(""))
    assert _bytes(tmp_path / "stopped") == _bytes(tmp_path / "whole")
    assert len(_bytes(tmp_path / "whole")) == len(OUTPUTS)


def test_a_family_is_a_household_and_not_one_customer(first: Path, tmp_path: Path) -> None:
    home = ("0912345678", "", "12 Lê Lợi, Phường Bến Nghé, Q.1", "TP. HCM")
    rows = [("1", "Nguyễn Văn Hùng", *home), ("2", "Trần Thị Mai", *home)]
    assert _match(first, tmp_path / "out", _csv(tmp_path / "home.csv", rows + ROWS[2:])).code == 0
    assert _together(tmp_path / "out") == TOGETHER - {("A1", "A2")}
    related = pa_csv.read_csv(tmp_path / "out" / "households.csv").to_pylist()
    assert [(row["kind"], row["id"]) for row in related] == [("household", 1), ("household", 2)]


def test_a_pair_weighs_in_a_run_what_it_weighs_by_itself(first: Path) -> None:
    model, typed = learned_from_made(), {row[0]: row for row in reversed(ROWS)}
    pairs = pq.read_table(first / "pairs.parquet").to_pylist()
    assert len(pairs) == 3
    for pair in pairs:
        one, other = (
            model.told(normalise(Typed(**dict(zip(COLUMNS[1:], typed[pair[at]][1:], strict=True)))))
            for at in ("id_l", "id_r")
        )
        assert model.judged(one, other)[0] == pytest.approx(pair["weight"], abs=1e-4)

"""Contact files with everything in them that could go another way on a cluster."""

import csv
import io
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

POLICY = """\
policy: two
title: {en: Two versions, zh: 两个版本, vi: Hai phiên bản}
versions:
  - id: old
    effective: {from: 2013-01-01, until: 2013-03-25}
    governing_date: [deal.closed_on]
    articles: {"1": {en: The first report., authoritative: en}}
    steps:
      - {id: first, cites: ["1"], prefer: {earliest: me.first_contact}}
    tie: {refer: negotiation}
    if_none_remain: {pool: true}
    on_missing: proceed
  - id: new
    effective: {from: 2013-03-25}
    governing_date: [deal.closed_on]
    time_zone: Asia/Shanghai
    articles: {"1": {en: Who closes., authoritative: en}}
    steps:
      - {id: late, cites: ["1"], strike: "entry.recorded_on > entry.occurred_on", kinds: [call]}
      - {id: closer, cites: ["1"], keep: "me.signed"}
    tie: {refer: company}
    if_none_remain: {pool: true}
    on_missing: proceed
"""
COLUMNS = ("no", "key", "customer", "who", "for", "at", "recorded", "what", "grade", "reached")
SHOWROOM = """\
columns: {sequence: no, id: key, customer: customer, who: who, on_behalf_of: for, at: at,
          recorded: recorded, activity: what, grade: grade, reached: reached}
time: {zone: Asia/Shanghai, formats: [iso, "%d/%m/%Y %H:%M"]}
kinds: {reception: walk-in, call: [call, "tel*"], follow_up: follow-up, order: order,
        contract: signed}
ignore: [lunch]
not_persons: ["robot*"]
never_claim: [nobody]
incomplete: [call]
facts: {dispute.as_of: 2013-06-01}
"""
PLAIN = """\
columns: {customer: customer, who: who, at: at, recorded: recorded, activity: what}
time: {zone: Asia/Ho_Chi_Minh, formats: [iso, "%d/%m/%Y %H:%M"]}
kinds: {call: [walk-in, call, "tel*", follow-up], visit: order, contract: signed}
ignore_other: true
not_persons: ["robot*"]
"""


def rows(seed: int, customers: int = 40) -> list[list[str]]:
    """Contacts as they came in: households, crowds, odd names, times in two formats."""
    chance = random.Random(seed)
    people = ["An", "Bea", "Ciara, jr.", "Đạt", "王伟", "=1+1", 'the "boss"', "robot-7", "nobody"]
    crowd = [f"p{number}" for number in range(12)]
    found = []
    for number in range(1, customers * 8):
        month, day, hour = chance.randrange(3, 5), chance.randrange(1, 29), chance.randrange(24)
        at = f"2013-{month:02}-{day:02}T{hour:02}:15"
        if chance.random() < 0.2:
            at = f"{day:02}/{month:02}/2013 {hour:02}:15"
        late = f"2013-{month:02}-{min(28, day + 1):02}T23:50"
        customer = f"客户 {chance.randrange(customers)}"
        who = chance.choice(crowd if customer.endswith("3") else people)
        what = chance.choice(["walk-in", "call", "tel-2", "follow-up", "order", "signed", "lunch"])
        grade = chance.choice(["H", "A", "B", "C", ""]) if what == "walk-in" else ""
        reached = chance.choice(["yes", "否", "unknown"]) if what == "follow-up" else ""
        behalf = chance.choice(["An", "Bea"]) if chance.random() < 0.1 else ""
        recorded = late if chance.random() < 0.2 else at
        place = str(10_000 - number if number % 2 else 10_000 + number)
        found.append(
            [place, f"k{number}", customer, who, behalf, at, recorded, what, grade, reached]
        )
    return found


def broken(found: list[list[str]]) -> list[list[str]]:
    """The same with times and numbers that are none, and numbers that stand twice."""
    mended = [list(row) for row in found]
    for place, (column, value) in {
        3: (5, "never"),
        40: (2, " "),
        77: (0, "7a"),
        120: (0, mended[8][0]),
        121: (0, mended[8][0]),
        122: (1, "k5"),
        200: (3, ""),
        301: (1, ""),
    }.items():
        mended[place][column] = value
    return mended


def as_csv(found: list[list[str]], *, torn: bool = False) -> str:
    """A CSV file; `torn`: with records that are no rows, and one row over two lines."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for place, row in enumerate(found):
        if torn and place in (15, 90):
            text.write("a,b\r\n")
        if torn and place == 50:
            writer.writerow([*row[:2], "over\ntwo lines", *row[3:]])
        else:
            writer.writerow(row)
    return text.getvalue()


def write_parts(text: str, folder: Path) -> None:
    """The same contacts as three Parquet parts of many small groups of rows."""
    folder.mkdir()
    names = pa_csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string()))
    table = pa_csv.read_csv(io.BytesIO(text.encode()), convert_options=names)
    third = table.num_rows // 3
    for part, begin in enumerate((0, third, 2 * third)):
        rows = table.slice(begin, third if part < 2 else None)
        pq.write_table(rows, folder / f"part-{part}.parquet", row_group_size=25)

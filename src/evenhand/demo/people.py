"""What the people of the demonstration did before, and who of them is away these days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from evenhand.demo.cast import CAST, Player
from evenhand.people.actions import add_rank, begin_post, record_absence, set_calendar_day
from evenhand.people.models import Department, Outlet, Rank, User
from evenhand.people.roles import Role

RANKS: Final = (
    ("学徒 Trainee", 10),
    ("顾问 Consultant", 20),
    ("资深 Senior", 30),
    ("主管 Lead", 40),
)


@dataclass(frozen=True, slots=True)
class Before:
    """The post that somebody had before, and since when they have the one of today."""

    login: str
    outlet: str
    title: str
    rank: str
    """Of before; the one of today is the next."""
    joined: int
    """How many days ago they joined."""
    moved: int
    """How many days ago they began what they do today."""


BEFORE: Final = (
    Before("liwei", "城东二级网点", "销售助理", "学徒 Trainee", 1150, 420),
    Before("chenjing", "青禾主店", "销售助理", "学徒 Trainee", 900, 310),
    Before("zhaolei", "青禾主店", "销售顾问", "资深 Senior", 2900, 1240),
    Before("sunmin", "城东二级网点", "销售顾问", "资深 Senior", 2200, 700),
    Before("wangfang", "青禾主店", "前台接待", "学徒 Trainee", 760, 200),
    Before("nguyenlan", "Showroom Hà Nội", "Lễ tân", "学徒 Trainee", 640, 240),
    Before("tranminh", "Showroom Hà Nội", "Tư vấn bán hàng", "资深 Senior", 1500, 520),
    Before("zhouqiang", "青禾主店", "销售总监", "资深 Senior", 4100, 1800),
    Before("hufang", "青禾主店", "人事专员", "资深 Senior", 2600, 950),
    Before("gracelim", "青禾主店", "Sales analyst", "顾问 Consultant", 800, 280),
    Before("peterhall", "青禾主店", "Accountant", "顾问 Consultant", 1700, 610),
    Before("phamha", "Showroom Hà Nội", "Lễ tân", "学徒 Trainee", 500, 150),
    Before("annwalker", "青禾主店", "IT support", "顾问 Consultant", 1300, 480),
)

_SINCE: Final = 200
_APART: Final = 11
"""Days: the youngest post of the others, and how much longer each of them has theirs."""

AWAY: Final = (
    ("chenjing", -1, 2, "liwei", "家庭事务"),
    ("tranminh", 0, 0, "nguyenlan", "Đi công tác"),
    ("liwei", 12, 16, "chenjing", "年假"),
    ("nguyenlan", 25, 29, "phamha", "Nghỉ phép"),
    ("zhaolei", -40, -36, "sunmin", "年假"),
    ("peterhall", 6, 7, "", "Training"),
    ("zhengkai", 0, 1, "wangfang", "培训"),
    ("xieyu", -1, 0, "hanlu", "探亲"),
    ("hoangchau", 0, 2, "vomai", "Nghỉ phép"),
    ("priyashah", -1, 3, "oliverbennett", "Holiday"),
    ("meigoh", -2, 0, "danieltan", "Holiday"),
    ("tangxue", 3, 5, "xieyu", "出差"),
    ("lenam", -20, -16, "vomai", "Nghỉ phép"),
    ("emmaclarke", 8, 12, "oliverbennett", "Holiday"),
)
"""Who, from and until how many days from today, who stands in, why."""


def add_ranks() -> None:
    """The ranks of the company."""
    for name, level in RANKS:
        add_rank(name=name, level=level, by=None)


def give_posts(
    user: User, player: Player, *, outlet: Outlet, department: Department | None, today: date
) -> None:
    """The post somebody has today, and the one before it."""
    before = next((one for one in BEFORE if one.login == user.login), None)
    if before is None:
        begin_post(
            user,
            outlet=outlet,
            department=department,
            title=player.title,
            rank=Rank.objects.get(name=RANKS[3 if Role.head in player.roles else 1][0]),
            from_day=today - timedelta(days=_SINCE + _APART * CAST.index(player)),
            by=None,
        )
        return
    rank = Rank.objects.get(name=before.rank)
    begin_post(
        user,
        outlet=Outlet.objects.get(name=before.outlet),
        title=before.title,
        rank=rank,
        from_day=today - timedelta(days=before.joined),
        by=None,
    )
    begin_post(
        user,
        outlet=outlet,
        department=department,
        title=player.title,
        rank=Rank.objects.filter(level__gt=rank.level).order_by("level").first(),
        from_day=today - timedelta(days=before.moved),
        by=None,
    )


def send_some_away(today: date) -> None:
    """Who is away, was, or will be; and a day on which the company works otherwise."""
    people = {user.login: user for user in User.objects.at_work()}
    for login, first, last, stand_in, reason in AWAY:
        record_absence(
            people[login],
            from_day=today + timedelta(days=first),
            until_day=today + timedelta(days=last),
            stand_in=people.get(stand_in),
            reason=reason,
            by=people[login],
        )
    set_calendar_day(
        country="CN",
        day=date(today.year, 12, 31),
        is_working=False,
        reason="年终盘点 · Stocktaking",
        by=people["hufang"],
    )

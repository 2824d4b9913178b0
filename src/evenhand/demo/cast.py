"""The group of the demonstration: four businesses, their outlets, and who works there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenhand.people.roles import Role


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the cast."""

    login: str
    name: str
    language: str
    outlet: str
    department: str
    title: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet."""

    name: str
    tier: str
    time_zone: str
    country: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """Outlets that work alike: by one policy, which is in force at each of them."""

    name: str
    policy: str
    places: tuple[Place, ...]
    why: str
    """What whoever proposed the policy gave as its reason."""


COMPANY: Final = "青禾集团 Qinghe Group"
ZONE: Final = "Asia/Shanghai"

BUSINESSES: Final = (
    Business(
        "青禾汽车 Qinghe Motors",
        "showroom",
        (
            Place("青禾主店", "main", "Asia/Shanghai", "CN", ("展厅一组", "展厅二组")),
            Place("城东二级网点", "second", "Asia/Shanghai", "CN", ("网点销售",)),
            Place("城西二级网点", "second", "Asia/Shanghai", "CN", ("网点销售",)),
        ),
        "全公司统一适用。",
    ),
    Business(
        "穗音传媒 Suiyin Media",
        "media-agency",
        (Place("穗音传媒成都", "main", "Asia/Shanghai", "CN", ("客户一部", "客户二部")),),
        "媒体业务按签约和计分判定，不按展厅办法。",
    ),
    Business(
        "Phân phối Lúa Xanh",
        "five-step",
        (
            Place("Showroom Hà Nội", "second", "Asia/Ho_Chi_Minh", "VN", ("Phòng bán hàng",)),
            Place("Chi nhánh Sài Gòn", "main", "Asia/Ho_Chi_Minh", "VN", ("Phòng kinh doanh",)),
        ),
        "Lúa Xanh xử lý theo năm bước, phù hợp cách làm việc tại đây.",
    ),
    Business(
        "Barleyfield Software",
        "rules-of-engagement",
        (
            Place("Barleyfield London", "main", "Europe/London", "GB", ("Sales", "Solutions")),
            Place("Barleyfield Singapore", "main", "Asia/Singapore", "SG", ("Sales",)),
        ),
        "Accounts and opportunities are registered here; no showroom receives anybody.",
    ),
)
"""The first one's policy is that of the whole company."""
OUTLETS: Final = tuple(place for business in BUSINESSES for place in business.places)

_FIRST: Final = (
    Player("liwei", "李伟", "zh", "青禾主店", "展厅一组", "销售顾问", (Role.salesperson,)),
    Player("chenjing", "陈静", "zh", "青禾主店", "展厅二组", "销售顾问", (Role.salesperson,)),
    Player("zhaolei", "赵磊", "zh", "青禾主店", "展厅一组", "销售经理", (Role.head,)),
    Player("sunmin", "孙敏", "zh", "青禾主店", "展厅二组", "销售经理", (Role.head,)),
    Player("wangfang", "王芳", "zh", "城东二级网点", "网点销售", "销售顾问", (Role.salesperson,)),
    Player(
        "nguyenlan",
        "Nguyễn Thị Lan",
        "vi",
        "Showroom Hà Nội",
        "Phòng bán hàng",
        "Tư vấn bán hàng",
        (Role.salesperson,),
    ),
    Player(
        "tranminh",
        "Trần Văn Minh",
        "vi",
        "Showroom Hà Nội",
        "Phòng bán hàng",
        "Trưởng phòng",
        (Role.head,),
    ),
    Player("zhouqiang", "周强", "zh", "青禾主店", "", "总经理", (Role.general_manager,)),
    Player("hufang", "胡芳", "zh", "青禾主店", "", "人事经理", (Role.hr, Role.mediator)),
    Player(
        "gracelim", "Grace Lim", "en", "青禾主店", "", "Sales operations", (Role.sales_operations,)
    ),
    Player("peterhall", "Peter Hall", "en", "青禾主店", "", "Auditor", (Role.auditor,)),
    Player(
        "phamha",
        "Phạm Thu Hà",
        "vi",
        "Showroom Hà Nội",
        "",
        "Chăm sóc khách hàng",
        (Role.complaint_handler,),
    ),
    Player("annwalker", "Ann Walker", "en", "青禾主店", "", "Administrator", (Role.administrator,)),
)

SELLS: Final = (Role.salesperson,)
HEADS: Final = (Role.head,)

_JOINED: Final = (
    ("青禾主店", "展厅一组", "zh", "销售顾问", SELLS, {"liuyang": "刘洋", "wugang": "吴刚"}),
    ("青禾主店", "展厅二组", "zh", "销售顾问", SELLS, {"hejia": "何佳"}),
    ("城东二级网点", "网点销售", "zh", "网点主管", HEADS, {"fengli": "冯丽"}),
    ("城东二级网点", "网点销售", "zh", "销售顾问", SELLS, {"zhengkai": "郑凯"}),
    ("城西二级网点", "网点销售", "zh", "网点主管", HEADS, {"denghui": "邓辉"}),
    ("城西二级网点", "网点销售", "zh", "销售顾问", SELLS, {"xuna": "徐娜"}),
    ("穗音传媒成都", "客户一部", "zh", "部门经理", HEADS, {"luoting": "罗婷"}),
    ("穗音传媒成都", "客户二部", "zh", "部门经理", HEADS, {"songtao": "宋涛"}),
    (
        *("穗音传媒成都", "客户一部", "zh", "媒介顾问", SELLS),
        {"tangxue": "唐雪", "xieyu": "谢宇", "hanlu": "韩露"},
    ),
    (
        *("穗音传媒成都", "客户二部", "zh", "媒介顾问", SELLS),
        {"pengfei": "彭飞", "tiantian": "田甜"},
    ),
    (
        *("Showroom Hà Nội", "Phòng bán hàng", "vi", "Tư vấn bán hàng", SELLS),
        {"buitung": "Bùi Thanh Tùng"},
    ),
    (
        *("Chi nhánh Sài Gòn", "Phòng kinh doanh", "vi", "Trưởng phòng", HEADS),
        {"danghuy": "Đặng Quốc Huy"},
    ),
    (
        *("Chi nhánh Sài Gòn", "Phòng kinh doanh", "vi", "Nhân viên kinh doanh", SELLS),
        {"lenam": "Lê Hoàng Nam", "vomai": "Võ Thị Mai", "hoangchau": "Hoàng Minh Châu"},
    ),
    ("Barleyfield London", "Sales", "en", "Head of sales", HEADS, {"helenward": "Helen Ward"}),
    (
        *("Barleyfield London", "Sales", "en", "Account executive", SELLS),
        {
            "emmaclarke": "Emma Clarke",
            "oliverbennett": "Oliver Bennett",
            "priyashah": "Priya Shah",
        },
    ),
    (
        *("Barleyfield London", "Solutions", "en", "Solutions engineer", SELLS),
        {"tomfisher": "Tom Fisher"},
    ),
    ("Barleyfield Singapore", "Sales", "en", "Sales manager", HEADS, {"marcuslee": "Marcus Lee"}),
    (
        *("Barleyfield Singapore", "Sales", "en", "Account executive", SELLS),
        {"danieltan": "Daniel Tan", "meigoh": "Goh Mei"},
    ),
)
"""Outlet, department, language, title, roles, and who works there so."""

CAST: Final = _FIRST + tuple(
    Player(login, name, language, outlet, department, title, roles)
    for outlet, department, language, title, roles, people in _JOINED
    for login, name in people.items()
)
"""Forty people; the first of them are those whom the tour speaks of."""


def cast_of(business: Business) -> list[Player]:
    """Those of the cast who work in a business; with the first, those who work for the group."""
    places = {place.name for place in business.places}
    return [player for player in CAST if player.outlet in places]

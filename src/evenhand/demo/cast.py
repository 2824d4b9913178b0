"""The company of the demonstration: a car dealer with a second tier, and who works there."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    about: str = field(default="")


COMPANY: Final = "青禾汽车 Qinghe Motors"
ZONE: Final = "Asia/Shanghai"

OUTLETS: Final = (
    ("青禾主店", "main", "Asia/Shanghai", "CN", ("展厅一组", "展厅二组")),
    ("城东二级网点", "second", "Asia/Shanghai", "CN", ("网点销售",)),
    ("Showroom Hà Nội", "second", "Asia/Ho_Chi_Minh", "VN", ("Phòng bán hàng",)),
)
"""Name, tier, time zone, country, departments."""

CAST: Final = (
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

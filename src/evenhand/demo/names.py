"""Names and telephone numbers of customers whom nobody is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from random import Random
from typing import Final

_CHINESE: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈",
    "伟芳娜敏静磊强洋艳勇杰娟涛明超霞平刚桂英丽军波红梅健鹏飞玲雪佳琳宇浩欣悦晨博睿思涵子轩嘉怡文俊志远海燕春生",
)
_VIETNAMESE: Final = (
    "Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Đào Đoàn",
    "Văn Thị Minh Quốc Thanh Ngọc Hữu Đức Thu Xuân Gia Bảo Hồng Kim Anh",
    "An Bình Châu Dũng Giang Hà Hải Hạnh Hiếu Hoa Huy Hương Khánh Lan Linh Long Mai Nam Nga Oanh",
)
"""Surnames, middle names, given names."""
_COINED: Final = (
    ("岚", "砚", "澜", "栎", "禾", "穗", "苇", "汀", "筱", "榆", "缦", "霁"),
    ("庐", "岫", "蓝", "朴", "舟", "野", "棠", "隅", "晴", "序"),
    ("餐饮", "地产", "家居", "汽贸", "教育", "文旅", "酒店", "健身", "茶饮", "数码"),
)
_ENGLISH: Final = (
    "Alder Bracken Copper Dun Elder Fern Gorse Hazel Iron Juniper Larch Mallow Nettle",
    "bourne combe dale fold garth holt mere ridge stead thwaite wick worth",
    "Analytics Ceramics Events Foods Freight Interiors Labs Logistics Robotics Textiles",
)
"""The two halves of a name, and the trade."""


def _chinese(rng: Random) -> str:
    return rng.choice(_CHINESE[0]) + "".join(rng.choices(_CHINESE[1], k=rng.choice((1, 2, 2))))


def _vietnamese(rng: Random) -> str:
    return " ".join(rng.choice(part.split()) for part in _VIETNAMESE)


def _people(one: Callable[[Random], str], rng: Random, count: int) -> list[str]:
    return [one(rng) for _ in range(count)]


def _firms(made: Iterable[str], rng: Random, count: int) -> list[str]:
    return rng.sample(list(made), count)


def names(policy: str, rng: Random, count: int) -> list[str]:
    """So many customers of the business with this policy: people, or firms of which none is twice.

    >>> names("five-step", Random(1), 2)
    ['Huỳnh Xuân Châu', 'Đặng Thị Long']
    """
    match policy:
        case "media-agency":
            return _firms(map("".join, product(*_COINED)), rng, count)
        case "rules-of-engagement":
            parts = product(*(part.split() for part in _ENGLISH))
            return _firms((f"{one}{end} {trade}" for one, end, trade in parts), rng, count)
        case "five-step":
            return _people(_vietnamese, rng, count)
        case _:
            return _people(_chinese, rng, count)


_RANGES: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "CN": (("+86135", "+86138", "+86150", "+86159", "+86177", "+86186"), 8),
    "VN": (("+8432", "+8470", "+8486", "+8490", "+8493", "+8498"), 7),
    "SG": (("+658", "+659"), 7),
    # Which the regulator keeps for stories.
    "GB": (("+447700900", "+442079460"), 3),
}


def numbers(country: str, rng: Random, count: int) -> list[str]:
    """So many telephone numbers of a country, each another one, in the form E.164.

    >>> numbers("GB", Random(1), 2)
    ['+447700900275', '+442079460165']
    """
    begins, digits = _RANGES[country]
    drawn = rng.sample(range(len(begins) * 10**digits), count)
    return [f"{begins[one // 10**digits]}{one % 10**digits:0{digits}}" for one in drawn]

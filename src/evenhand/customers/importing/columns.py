"""What the columns of an old register mean, by what they are called in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from evenhand.base.folding import folded

REQUIRED: Final = ("customer", "who", "outlet", "kind", "occurred_at")

_CALLED: Final[Mapping[str, str]] = {
    "customer": "customer name|customer|name of customer|name|client|"
    "客户|客户姓名|客户名称|姓名|顾客|顾客姓名|"
    "khách hàng|tên khách hàng|khách|tên khách|họ tên khách|họ và tên",
    "telephone": "telephone|telephone number|phone|phone number|mobile|tel|"
    "电话|电话号码|手机|手机号|手机号码|联系电话|联系方式|"
    "điện thoại|số điện thoại|sđt|di động",
    "customer_key": "customer number|customer id|customer code|"
    "客户编号|客户代码|客户号|mã khách hàng|mã khách",
    "who": "who|by whom|person|salesperson|consultant|sales consultant|employee|"
    "接待人|销售顾问|销售|销售员|业务员|顾问|经手人|员工|"
    "ai|nhân viên|nhân viên bán hàng|người tiếp|tư vấn viên|người phụ trách",
    "outlet": "outlet|outlet name|store|shop|branch|showroom|"
    "门店|店面|网点|展厅|分店|门店名称|店铺|cửa hàng|chi nhánh|điểm bán|phòng trưng bày",
    "kind": "kind|type|activity|种类|类型|类别|方式|接待方式|loại|kiểu|hình thức|loại tiếp xúc",
    "occurred_at": "occurred at|happened at|happened|date|time|date and time|date time|"
    "发生时间|发生日期|时间|日期|接待时间|接待日期|来店时间|"
    "thời điểm|thời gian|ngày|ngày giờ|xảy ra lúc|thời điểm xảy ra",
    "recorded_at": "recorded at|recorded|registered at|entered at|"
    "登记时间|登记日期|录入时间|ghi lúc|ngày ghi|thời điểm ghi sổ",
    "note": "note|notes|remark|remarks|comment|备注|说明|内容|ghi chú|nội dung",
    "grade": "grade|customer grade|级别|客户级别|等级|意向级别|hạng|xếp hạng",
    "rank": "rank|职务级别|名片职务级别|cấp bậc|cấp bậc trên danh thiếp",
    "reached": "reached|customer was reached|联系上|联系上客户|是否联系上|"
    "đã liên lạc được|liên lạc được",
    "asked": "asked|asked about earlier contact|问过是否来过|đã hỏi khách từng đến chưa",
    "complete": "complete|filled in completely|填写完整|ghi đầy đủ",
    "on_behalf_of": "on behalf of|for a colleague|for which colleague|stand-in for|"
    "代谁接待|代同事|代接待|被代人|làm thay|làm thay cho|thay cho",
}


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").split())


_MEANT: Final[Mapping[str, str]] = {
    _plain(word): name for name, words in _CALLED.items() for word in [*words.split("|"), name]
}
COLUMNS: Final = tuple(_CALLED)


def recognised(headers: Iterable[str]) -> list[str]:
    """What each column means; nothing for one that is not known.

    >>> recognised(["客户姓名", "Số điện thoại", "Occurred at", "Weather"])
    ['customer', 'telephone', 'occurred_at', '']
    """
    return [_MEANT.get(_plain(one), "") for one in headers]

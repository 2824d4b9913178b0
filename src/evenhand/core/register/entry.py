"""The kinds of register entry, what each may carry, and which count as contact."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.core.types import FactSpec, Text, Type

GRADES = ("H", "A", "B", "C")
ERASED_BECAUSE = ("request", "purpose_ended", "retention_over", "unlawful")
"""Why a person is erased: they asked for it; what it was kept for, or the time that it has to be
kept, has ended; it was kept against the law."""


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of register entry.

    `contact`: the customer and the person spoke, wrote or met. `makes_party`: whoever has such an
    entry is a claimant when a dossier does not list the claimants. `strikeable`: may be struck as
    evidence.
    """

    name: str
    label: Text
    contact: bool = False
    makes_party: bool = False
    strikeable: bool = True


def _kind(name: str, en: str, zh: str, vi: str, **flags: bool) -> EntryKind:
    return EntryKind(name, Text(en=en, zh=zh, vi=vi), **flags)


_CONTACT = {"contact": True, "makes_party": True}
_FINAL = {"strikeable": False}

KINDS: dict[str, EntryKind] = {
    kind.name: kind
    for kind in (
        _kind("reception", "reception", "来店接待", "tiếp khách", **_CONTACT),
        _kind("call", "call", "来电或去电", "cuộc gọi", **_CONTACT),
        _kind("visit", "visit", "拜访", "thăm khách", **_CONTACT),
        _kind("follow_up", "follow-up", "回访", "chăm sóc lại", **_CONTACT),
        _kind("message", "message", "消息", "tin nhắn", **_CONTACT),
        _kind("card", "customer card", "客户管理卡", "thẻ khách hàng"),
        _kind("business_card", "customer's business card", "客户名片", "danh thiếp của khách"),
        _kind("grade", "grade set", "定级", "xếp hạng"),
        _kind("registration", "registration", "报备", "đăng ký trước", makes_party=True),
        _kind("escort", "escort to the store", "陪同到店", "đưa khách đến"),
        _kind("naming", "customer named this person", "客户指名", "khách chỉ định người này"),
        _kind("notice", "told the colleague", "与原顾问沟通", "báo cho đồng nghiệp"),
        _kind("report", "told the manager", "向经理通报", "báo cáo quản lý"),
        _kind("reminder", "lapse pointed out", "指出未回访", "nhắc việc quá hạn"),
        _kind("reassignment", "customer taken away", "客户转出", "chuyển khách đi"),
        _kind("departure", "left or changed post", "离职或调岗", "nghỉ hoặc đổi vị trí"),
        _kind(
            "change_request", "customer asked for a change", "客户要求更换", "khách đòi đổi người"
        ),
        _kind("order", "order", "订单", "đơn đặt hàng", makes_party=True, **_FINAL),
        _kind("contract", "contract", "合同", "hợp đồng", makes_party=True, **_FINAL),
        _kind("appeal", "appeal", "申诉", "khiếu nại", **_FINAL),
        _kind("correction", "correction", "更正", "đính chính", **_FINAL),
        _kind("ruling", "ruling", "裁定", "phán quyết", **_FINAL),
        _kind("erased", "erasure", "删除个人信息", "xóa dữ liệu cá nhân", **_FINAL),
    )
}

CLAIM_BEARING = ("who", "kind", "occurred_at", "customer", "grade", "on_behalf_of")
"""Fields whose later change makes an entry "altered"; mending a typed name or note does not."""


def _field(
    name: str,
    type_: Type,
    en: str,
    zh: str,
    vi: str,
    missing: object = "absent",
    values: tuple[str, ...] = (),
) -> FactSpec:
    return FactSpec(
        path=f"entry.{name}",
        type=type_,
        label=Text(en=en, zh=zh, vi=vi),
        missing=missing,
        values=values,
    )


FIELDS: dict[str, FactSpec] = {
    spec.path: spec
    for spec in (
        _field("kind", Type.TEXT, "kind", "种类", "loại", "unknown", tuple(KINDS)),
        _field("sequence", Type.POSITION, "register number", "登记序号", "số thứ tự sổ", "unknown"),
        _field("occurred_on", Type.DATE, "happened on", "发生日期", "ngày xảy ra", "unknown"),
        _field(
            "occurred_at", Type.INSTANT, "happened at", "发生时间", "thời điểm xảy ra", "unknown"
        ),
        _field("recorded_on", Type.DATE, "recorded on", "登记日期", "ngày ghi sổ", "unknown"),
        _field(
            "recorded_at", Type.INSTANT, "recorded at", "登记时间", "thời điểm ghi sổ", "unknown"
        ),
        _field(
            "reached",
            Type.BOOL,
            "customer was reached",
            "联系上客户",
            "đã liên lạc được",
            "unknown",
        ),
        _field("complete", Type.BOOL, "filled in completely", "填写完整", "ghi đầy đủ", True),
        _field("altered", Type.BOOL, "altered afterwards", "事后更改", "bị sửa về sau", False),
        _field("found_false", Type.BOOL, "found to be false", "查明不实", "xác định là sai", False),
        _field(
            "asked",
            Type.BOOL,
            "asked about earlier contact",
            "问过是否来过",
            "đã hỏi khách từng đến chưa",
            False,
        ),
        _field("grade", Type.TEXT, "grade", "级别", "hạng", "absent", GRADES),
        _field(
            "rank", Type.INT, "rank of the card's owner", "名片职务级别", "cấp bậc trên danh thiếp"
        ),
        _field(
            "stands_in",
            Type.BOOL,
            "made for a colleague",
            "代同事接待",
            "làm thay đồng nghiệp",
            False,
        ),
        _field(
            "by_claimant",
            Type.BOOL,
            "made by a claimant",
            "由当事人登记",
            "do một bên tranh chấp ghi",
            True,
        ),
        _field(
            "closing_visit",
            Type.BOOL,
            "the closing visit itself",
            "成交当次到店",
            "chính lần chốt đơn",
            False,
        ),
    )
}

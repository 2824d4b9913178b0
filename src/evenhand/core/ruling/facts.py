"""The catalogue of standard facts: what a policy may read without declaring it."""

from __future__ import annotations

from evenhand.core.register.entry import FIELDS, GRADES, KINDS
from evenhand.core.types import Derivation, FactSpec, Text, Type

_CONTACTS = tuple(kind.name for kind in KINDS.values() if kind.contact)
_MEETINGS = ("reception", "visit")
_RECEIVED = ("reception", "call")


def _fact(
    path: str,
    type_: Type,
    label: tuple[str, str, str],
    missing: object,
    derive: Derivation | None = None,
    values: tuple[str, ...] = (),
    *,
    disputable: bool = True,
) -> FactSpec:
    en, zh, vi = label
    return FactSpec(path, type_, Text(en=en, zh=zh, vi=vi), missing, values, disputable, derive)


def _any(*kinds: str, **options: str) -> Derivation:
    return Derivation(reduce="any", kinds=kinds, **options)  # type: ignore[arg-type]  # only text options


def _count(*kinds: str, **options: str) -> Derivation:
    return Derivation(reduce="count", kinds=kinds, **options)  # type: ignore[arg-type]  # only text options


def _first(
    of: str, *kinds: str, period: str = "deal", completed_by: tuple[str, ...] = ()
) -> Derivation:
    return Derivation(reduce="first", of=of, kinds=kinds, period=period, completed_by=completed_by)


def _last(of: str, *kinds: str, where: str = "", after: str = "") -> Derivation:
    return Derivation(reduce="last", of=of, kinds=kinds, where=where, after=after)


VALUES: dict[str, Text] = {
    "person": Text("a person", "个人", "cá nhân"),
    "outlet": Text("an outlet", "网点", "điểm bán"),
    "main": Text("main store", "主店", "cửa hàng chính"),
    "second": Text("second tier", "二级网点", "cấp hai"),
    "partner": Text("partner", "合作网点", "đối tác"),
    "none": Text("none", "无", "không có"),
    "household": Text("household", "一家人", "cùng gia đình"),
    "company_group": Text("company group", "集团公司", "cùng tập đoàn"),
    "sales_manager": Text("the sales manager", "销售经理", "quản lý bán hàng"),
    "somebody_else": Text("somebody else", "其他人", "người khác"),
}
"""Labels of the values that the standard facts have.

Grades and a policy's own values stand as written.
"""

_NOT_CLOSING = "!entry.closing_visit"

# A table reads better than what the formatter makes of it.
# fmt: off
# ruff: noqa: E501 - the catalogue is a table, one fact a line
_CLAIMANT = (
    _fact("me.party_kind", Type.TEXT, ("kind of party", "当事人类别", "loại bên tranh chấp"), "person", values=("person", "outlet"), disputable=False),
    _fact("me.outlet_tier", Type.TEXT, ("tier of the outlet", "网点级别", "cấp của điểm bán"), "main", values=("main", "second", "partner"), disputable=False),
    _fact("me.owner", Type.BOOL, ("held the customer when the dispute arose", "争议发生时持有该客户", "đang giữ khách khi phát sinh tranh chấp"), False, disputable=False),
    _fact("me.left_post", Type.BOOL, ("left or changed post", "离职或调岗", "đã nghỉ hoặc đổi vị trí"), False, _any("departure"), disputable=False),
    _fact("me.absent_that_day", Type.BOOL, ("was away that day", "当天不在", "vắng mặt hôm đó"), False),
    _fact("me.unaware", Type.BOOL, ("did not know of the customer's visit", "不知情", "không hay biết việc khách đến"), False),
    # First contact and record
    _fact("me.first_contact", Type.POSITION, ("first contact", "首次接触", "lần tiếp xúc đầu tiên"), "absent", _first("sequence", *_CONTACTS)),
    _fact("me.first_contact_on", Type.DATE, ("date of first contact", "首次接触日期", "ngày tiếp xúc đầu tiên"), "absent", _first("occurred_on", *_CONTACTS)),
    _fact("me.channel", Type.TEXT, ("how the first contact came about", "首次接触方式", "hình thức tiếp xúc đầu tiên"), "absent", _first("kind", *_CONTACTS), tuple(KINDS)),
    _fact("me.first_visit", Type.POSITION, ("first meeting in person", "首次面访", "lần gặp mặt đầu tiên"), "absent", _first("sequence", *_MEETINGS)),
    _fact("me.first_visit_on", Type.DATE, ("date of the first meeting", "首次面访日期", "ngày gặp mặt đầu tiên"), "absent", _first("occurred_on", *_MEETINGS)),
    _fact("me.first_record", Type.POSITION, ("first record (received and card filed)", "第一留档(接待并建卡)", "hồ sơ đầu tiên (tiếp khách và lập thẻ)"), "absent", _first("sequence", *_RECEIVED, completed_by=("card",))),
    _fact("me.first_record_on", Type.DATE, ("date of the first record", "留档日期", "ngày lập hồ sơ đầu tiên"), "absent", _first("occurred_on", *_RECEIVED, completed_by=("card",))),
    _fact("me.card_filed", Type.BOOL, ("customer card filed", "已建客户管理卡", "đã lập thẻ khách hàng"), False, _any("card")),
    _fact("me.visit_record", Type.BOOL, ("has a reception record", "有接待记录", "có ghi nhận tiếp khách"), False, _any(*_MEETINGS)),
    # Amount of work
    _fact("me.contacts", Type.INT, ("contacts, the closing visit apart", "接触次数(成交当次除外)", "số lần tiếp xúc (không kể lần chốt đơn)"), 0, _count(*_CONTACTS, where=_NOT_CLOSING)),
    _fact("me.receptions", Type.INT, ("receptions, the closing visit apart", "接待次数(成交当次除外)", "số lần tiếp khách (không kể lần chốt đơn)"), 0, _count(*_RECEIVED, where=_NOT_CLOSING)),
    _fact("me.visits", Type.INT, ("meetings in person", "面访次数", "số lần gặp mặt"), 0, _count(*_MEETINGS)),
    _fact("me.calls", Type.INT, ("calls", "电话次数", "số cuộc gọi"), 0, _count("call")),
    _fact("me.followups", Type.INT, ("follow-ups on record", "回访记录次数", "số lần chăm sóc được ghi nhận"), 0, _count(*_CONTACTS, where=_NOT_CLOSING, after="me.first_contact")),
    _fact("me.followups_reached", Type.INT, ("follow-ups that reached the customer", "联系上客户的回访次数", "số lần chăm sóc liên lạc được"), 0, _count(*_CONTACTS, where=f"{_NOT_CLOSING} && entry.reached", after="me.first_contact")),
    _fact("me.last_followup_on", Type.DATE, ("last follow-up", "最近一次回访", "lần chăm sóc gần nhất"), "absent", _last("occurred_on", *_CONTACTS, where=_NOT_CLOSING, after="me.first_contact")),
    _fact("me.last_effective_followup_on", Type.DATE, ("last follow-up that reached the customer", "最近一次有效回访", "lần chăm sóc hiệu quả gần nhất"), "absent", _last("occurred_on", *_CONTACTS, where=f"{_NOT_CLOSING} && entry.reached", after="me.first_contact")),
    _fact("me.stood_in", Type.INT, ("times stood in for a colleague", "代同事接待次数", "số lần làm thay đồng nghiệp"), 0, _count(*_CONTACTS, by="stand_in")),
    # Follow-up discipline: how is for the policy's own table to say
    _fact("me.grade", Type.TEXT, ("grade last set", "最近定级", "hạng xếp gần nhất"), "absent", _last("grade"), GRADES),
    _fact("me.overdue_at_closing", Type.DAYS, ("days overdue at closing", "成交时逾期天数", "số ngày quá hạn khi chốt đơn"), "0d"),
    _fact("me.longest_overdue", Type.DAYS, ("longest time overdue", "最长逾期", "thời gian quá hạn dài nhất"), "0d"),
    _fact("me.live_since", Type.DATE, ("start of the unbroken follow-up", "连续回访起始日", "ngày bắt đầu chuỗi chăm sóc liên tục"), "absent"),
    _fact("me.lapse_pointed_out_on", Type.DATE, ("date the lapse was pointed out", "经理指出未回访日期", "ngày bị nhắc quá hạn"), "absent", _first("recorded_on", "reminder")),
    _fact("me.reassigned_away", Type.BOOL, ("customer was taken away by the manager", "经理已将客户转出", "quản lý đã chuyển khách đi"), False, _any("reassignment"), disputable=False),
    # Conduct towards the colleague
    _fact("me.asked_customer", Type.BOOL, ("asked about earlier contact", "问过是否来过", "đã hỏi khách từng đến chưa"), False, _any(*_CONTACTS, where="entry.asked")),
    _fact("me.communicated", Type.BOOL, ("told the colleague", "已与原顾问沟通", "đã báo đồng nghiệp"), False, _any("notice")),
    _fact("me.reported_to_manager", Type.BOOL, ("told the manager", "已向经理通报", "đã báo quản lý"), False, _any("report")),
    _fact("me.hid_original", Type.BOOL, ("hid the colleague's earlier contact", "隐瞒原顾问", "che giấu người tiếp trước"), False),
    _fact("me.neglected", Type.BOOL, ("treated a colleague's customer negligently", "对同事客户不负责任", "lơ là khách của đồng nghiệp"), False),
    _fact("me.neglected_before", Type.BOOL, ("had done so before", "此前已发生过", "đã từng tái phạm"), False),
    _fact("me.inflated", Type.BOOL, ("inflated visits, titles or closeness", "虚增拜访、职务或关系", "khai khống lần thăm, chức vụ hoặc quan hệ"), False),
    _fact("me.wrecked_deal", Type.BOOL, ("wrecked a colleague's deal on purpose", "恶意毁单", "cố ý phá đơn của đồng nghiệp"), False),
    # The customer's own choice
    _fact("me.named_by_customer", Type.BOOL, ("named by the customer on arrival", "客户到店指名", "được khách chỉ định khi đến"), False, _any("naming")),
    # Deal, appeal, registration
    _fact("me.took_order", Type.BOOL, ("took the order", "接订单", "đã nhận đơn đặt hàng"), False, _any("order"), disputable=False),
    _fact("me.signed", Type.BOOL, ("signed the contract", "签订合同", "đã ký hợp đồng"), False, _any("contract"), disputable=False),
    _fact("me.ordered_on", Type.DATE, ("date of the order taken", "接单日期", "ngày nhận đơn"), "absent", _first("occurred_on", "order"), disputable=False),
    _fact("me.appealed_on", Type.DATE, ("date of the appeal", "申诉日期", "ngày khiếu nại"), "absent", _first("recorded_on", "appeal", period="dispute"), disputable=False),
    _fact("me.appealed_at", Type.INSTANT, ("time of the appeal", "申诉时间", "thời điểm khiếu nại"), "absent", _first("recorded_at", "appeal", period="dispute"), disputable=False),
    _fact("me.registered", Type.POSITION, ("registration", "报备", "đăng ký trước"), "absent", _first("sequence", "registration", period="dispute")),
    _fact("me.registered_on", Type.DATE, ("date of the registration", "报备日期", "ngày đăng ký trước"), "absent", _first("recorded_on", "registration", period="dispute")),
    _fact("me.registered_at", Type.INSTANT, ("time of the registration", "报备时间", "thời điểm đăng ký trước"), "absent", _first("recorded_at", "registration", period="dispute")),
    _fact("me.registration_complete", Type.BOOL, ("registration is complete", "报备完整", "đăng ký đầy đủ"), False, _any("registration", where="entry.complete", period="dispute")),
    _fact("me.registered_to", Type.TEXT, ("registered with", "报备对象", "đăng ký với"), "sales_manager", values=("sales_manager", "somebody_else")),
    _fact("me.registration_expires_on", Type.DATE, ("registration expires", "报备到期日", "ngày hết hạn đăng ký"), "absent"),
    _fact("me.escorted", Type.BOOL, ("escorted the customer to the store", "陪同客户到店", "đưa khách đến cửa hàng"), False, _any("escort")),
    # Relationship
    _fact("me.has_card", Type.BOOL, ("has the customer's business card", "有客户名片", "có danh thiếp của khách"), False, _any("business_card")),
    _fact("me.highest_card_rank", Type.INT, ("highest post on a card held", "名片最高职务", "chức vụ cao nhất trên danh thiếp"), "absent", Derivation(reduce="max", of="rank", kinds=("business_card",))),
    _fact("me.can_describe", Type.BOOL, ("can describe the customer and its plans", "能完整描述客户情况", "mô tả được khách và kế hoạch"), False),
    _fact("me.reconnected", Type.BOOL, ("followed the change of contact person", "换人后及时衔接", "nối lại khi khách đổi đầu mối"), False),
    _fact("me.accompanied_mark", Type.INT, ("mark for accompanied visits", "陪访评分", "điểm đánh giá đi cùng"), 0),
    _fact("me.known_since", Type.DATE, ("has known the customer since", "认识客户起始日", "quen khách từ"), "absent"),
    _fact("me.relationship", Type.INT, ("strength of the relationship", "客户关系", "mức độ quan hệ"), "unknown"),
    _fact("me.expertise", Type.INT, ("fit of the expertise", "专业匹配度", "mức độ phù hợp chuyên môn"), "unknown"),
    _fact("me.referrer_owner", Type.BOOL, ("holds the customer who made the referral", "持有介绍人", "đang giữ người giới thiệu"), False, disputable=False),
)

_DEAL = (
    _fact("deal.closed_on", Type.DATE, ("closing date", "成交日期", "ngày chốt đơn"), "absent", disputable=False),
    _fact("deal.closed_at", Type.INSTANT, ("closing time", "成交时间", "thời điểm chốt đơn"), "absent", disputable=False),
    _fact("deal.closing", Type.POSITION, ("closing entry", "成交登记", "dòng sổ chốt đơn"), "absent", disputable=False),
    _fact("deal.ordered_on", Type.DATE, ("order date", "下订日期", "ngày đặt hàng"), "absent", Derivation(reduce="first", of="occurred_on", kinds=("order",), by="anyone"), disputable=False),
    _fact("deal.previous_closed_on", Type.DATE, ("previous closing date", "上次成交日期", "ngày chốt đơn trước"), "absent", disputable=False),
    _fact("deal.outlet_tier", Type.TEXT, ("tier of the closing outlet", "成交网点级别", "cấp của điểm chốt đơn"), "main", values=("main", "second", "partner"), disputable=False),
    _fact("deal.signers", Type.INT, ("people who signed", "签约人数", "số người ký"), 0, Derivation(reduce="count", kinds=("contract",), by="anyone"), disputable=False),
    _fact("deal.lost", Type.BOOL, ("the deal was lost", "客户流失", "mất đơn"), False),
)

_DISPUTE = (
    _fact("dispute.as_of", Type.DATE, ("date of assessment", "裁定日", "ngày xem xét"), "absent", disputable=False),
    _fact("dispute.raised_on", Type.DATE, ("date the dispute was raised", "争议提出日", "ngày nêu tranh chấp"), "absent", disputable=False),
    _fact("dispute.relation", Type.TEXT, ("relation between the customers", "客户之间的关系", "quan hệ giữa các khách"), "none", values=("none", "household", "company_group")),
    _fact("dispute.together_at_closing", Type.BOOL, ("came together at closing", "成交时同到", "cùng đến khi chốt đơn"), False),
    _fact("dispute.change_demanded", Type.BOOL, ("customer strongly asks for a change", "客户强烈要求更换", "khách kiên quyết đòi đổi người"), False, Derivation(reduce="any", kinds=("change_request",), by="anyone")),
    _fact("dispute.named_nonparty", Type.BOOL, ("customer named somebody who is no party", "客户指名非当事人", "khách chỉ định người ngoài cuộc"), False, Derivation(reduce="any", kinds=("naming",), where="!entry.by_claimant", by="anyone")),
    _fact("dispute.contested_visit_on", Type.DATE, ("date of the contested visit", "争议到店日", "ngày đến gây tranh chấp"), "absent"),
    _fact("dispute.disputed_entries", Type.INT, ("entries by claimants", "当事人登记数", "số dòng sổ của các bên"), 0, Derivation(reduce="count", where="entry.by_claimant", by="anyone"), disputable=False),
)

# fmt: on

CATALOGUE: dict[str, FactSpec] = {
    **{spec.path: spec for spec in (*_CLAIMANT, *_DEAL, *_DISPUTE)},
    **FIELDS,
}

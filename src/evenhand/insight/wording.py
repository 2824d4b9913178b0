"""The words of the report in three languages."""

from __future__ import annotations

from evenhand.core.ruling.figures import decimal_in

# ruff: noqa: E501 — a wording and its translations stand on one line
# fmt: off
_WORDS = {
    "rulings": ("Rulings", "裁定结果", "Kết quả phân xử"),
    "under": ("Under “{policy}”, version {version}", "依据《{policy}》{version}版", "Theo “{policy}”, phiên bản {version}"),
    "rows-read": ("{rows} contacts, {first} to {last}", "{rows}条接触记录，{first}至{last}", "{rows} lần tiếp xúc, từ {first} đến {last}"),
    "key-figures": ("Key figures", "关键数字", "Số liệu chính"),
    "disputes": ("Disputed customers", "争议客户", "Khách bị tranh chấp"),
    "disputes-of": ("of {customers} customers in the file", "共{customers}个客户", "trên {customers} khách trong tệp"),
    "decided": ("Decided by the rules", "依规则裁定", "Quy tắc phân định được"),
    "referred": ("Referred to people", "交由人裁定", "Chuyển cho người quyết định"),
    "ties": ("Ties", "并列", "Ngang nhau"),
    "ties-note": ("nothing in the rules tells them apart", "规则无法分出先后", "quy tắc không phân biệt được"),
    "provisional": ("Provisional", "待定", "Tạm thời"),
    "provisional-note": ("missing evidence could change them", "补足证据后可能改变", "bằng chứng còn thiếu có thể làm thay đổi"),
    "people": ("Claimants", "当事人", "Người tranh chấp"),
    "people-note": ("{mean} to a dispute on average", "平均每起{mean}人", "trung bình {mean} người mỗi vụ"),
    "of-all": ("{percent} of all", "占{percent}", "{percent} tổng số"),
    "by-rule": ("By which rule", "依哪条规则", "Theo quy tắc nào"),
    "by-rule-lead": ("In the order of the policy. A rule counts when it made the last cut.", "按制度顺序排列。最后一次缩小范围的规则计入。", "Theo thứ tự của quy định. Tính cho quy tắc thu hẹp lần cuối."),
    "rule": ("Rule", "规则", "Quy tắc"),
    "article": ("Article", "条款", "Điều"),
    "outcome": ("Outcome", "结果", "Kết quả"),
    "count": ("Rulings", "裁定数", "Số vụ"),
    "share": ("Share", "占比", "Tỷ lệ"),
    "of-these-provisional": ("Provisional", "其中待定", "Tạm thời"),
    "total": ("All", "合计", "Tất cả"),
    "award": ("awarded", "归一人", "trao cho một người"),
    "share-kind": ("shared", "共享", "chia sẻ"),
    "divide": ("divided", "分工", "chia phần"),
    "priority": ("priority with compensation", "优先并补偿", "ưu tiên, có bù đắp"),
    "refer": ("referred to: {forum}", "交由：{forum}", "chuyển cho: {forum}"),
    "pool": ("to the pool", "回公海", "về kho chung"),
    "sole-claimant": ("sole claimant", "唯一当事人", "chỉ một người"),
    "tie": ("tie", "并列", "ngang nhau"),
    "none-remain": ("no valid claim left", "无有效主张", "không còn yêu cầu hợp lệ"),
    "on-missing": ("missing evidence", "证据不足", "thiếu bằng chứng"),
    "sizes": ("Claimants to a dispute", "每起争议的当事人数", "Số người trong mỗi vụ"),
    "sizes-axis": ("claimants", "当事人", "người"),
    "disputes-axis": ("disputes", "争议", "vụ"),
    "per-claimant": ("Per claimant", "按当事人", "Theo từng người"),
    "per-claimant-lead": ("Won and shared out of what was decided. Open: referred, so far neither won nor lost.", "胜率按已裁定的计算。未定：已转交，尚无胜负。", "Tỷ lệ tính trên số vụ đã phân định. Còn mở: đã chuyển, chưa thắng cũng chưa thua."),
    "top": ("The {count} with most disputes", "争议最多的{count}人", "{count} người có nhiều vụ nhất"),
    "name": ("Claimant", "当事人", "Người"),
    "in-disputes": ("Disputes", "争议", "Số vụ"),
    "won": ("Won", "获胜", "Thắng"),
    "shared": ("Shared", "共享", "Chia sẻ"),
    "lost": ("Lost", "落败", "Thua"),
    "open": ("Open", "未定", "Còn mở"),
    "success": ("Won or shared", "胜率", "Tỷ lệ thắng"),
    "more-people": ("{count} more are in claimants.csv.", "其余{count}人见claimants.csv。", "{count} người nữa nằm trong claimants.csv."),
    "samples": ("Ten rulings to read", "十例裁定", "Mười phán quyết để đọc"),
    "samples-few": ("Rulings to read", "裁定示例", "Các phán quyết để đọc"),
    "samples-lead": ("Spread over the rules; drawn by the customers' names alone. Each was ruled again, alone, with its reasons.", "分布于各规则，仅按客户名抽取；每例均单独重新裁定并附理由。", "Trải đều các quy tắc, chỉ rút theo tên khách. Mỗi vụ được phân xử lại riêng, kèm lý do."),
    "customer": ("Customer", "客户", "Khách"),
    "entries": ("The entries ({count})", "登记（{count}条）", "Các dòng sổ ({count})"),
    "entries-more": ("and {count} more", "另有{count}条", "và {count} dòng sổ nữa"),
    "reasons": ("The reasons, step by step", "逐步理由", "Lý do theo từng bước"),
    "place": ("No.", "序号", "Số"),
    "when": ("When", "时间", "Lúc"),
    "who": ("Who", "人员", "Ai"),
    "what": ("What", "内容", "Việc"),
    "nobody": ("(no name)", "（未署名）", "(không ghi tên)"),
    "made-from": ("What this rests on", "依据", "Dựa trên"),
    "made-from-lead": ("The same three files and the same version of Evenhand give the same rulings, byte for byte.", "同样的三个文件与同一版本的Evenhand，得出逐字节相同的裁定。", "Ba tệp này với cùng phiên bản Evenhand luôn cho kết quả giống hệt từng byte."),
    "contacts-file": ("Contacts", "接触记录", "Tệp tiếp xúc"),
    "mapping-file": ("Mapping", "字段映射", "Tệp ánh xạ"),
    "policy-file": ("Policy", "制度", "Quy định"),
    "rows": ("Rows read", "读取行数", "Số dòng đã đọc"),
    "not-persons": ("left out: not a person", "略去：非人员", "bỏ qua: không phải người"),
    "ignored": ("left out: activities the mapping ignores", "略去：映射中忽略的活动", "bỏ qua: hoạt động mà ánh xạ bỏ"),
    "broken": ("left out: broken lines (rejected.csv)", "略去：损坏行（rejected.csv）", "bỏ qua: dòng hỏng (rejected.csv)"),
    "no-disputes": ("No customer in this file was worked on by two or more people: there is nothing to rule.", "此文件中没有两人以上跟进的客户：无需裁定。", "Không có khách nào trong tệp được hai người trở lên tiếp: không có gì để phân xử."),
    "made-by": ("Made by Evenhand {version}", "由Evenhand {version}生成", "Do Evenhand {version} lập"),
    "chart": ("Chart: {title}; the table below has the same figures.", "图表：{title}；下表数字相同。", "Biểu đồ: {title}; bảng bên dưới có cùng số liệu."),
    "chart-only": ("Chart: {title}", "图表：{title}", "Biểu đồ: {title}"),
}

_HEADINGS = {
    "customer": ("客户", "Khách"),
    "kind": ("结果", "Kết quả"),
    "winners": ("归属", "Bên được khách"),
    "by": ("依据步骤", "Quyết định bởi"),
    "by_articles": ("条款", "Điều"),
    "forum": ("裁定人", "Nơi quyết định"),
    "provisional": ("待定", "Tạm thời"),
    "claimants": ("当事人数", "Số người"),
    "claimant_names": ("当事人", "Những người tranh chấp"),
    "depth": ("经过步骤数", "Số bước đã xét"),
    "version": ("版本", "Phiên bản"),
    "entries": ("登记数", "Số dòng sổ"),
    "first_entry": ("首条登记序号", "Dòng sổ đầu tiên"),
    "claimant": ("当事人", "Người tranh chấp"),
    "disputes": ("争议", "Số vụ"),
    "won": ("获胜", "Thắng"),
    "shared": ("共享", "Chia sẻ"),
    "lost": ("落败", "Thua"),
    "open": ("未定", "Còn mở"),
    "percent": ("胜率（%）", "Tỷ lệ thắng (%)"),
    "line": ("行", "Dòng"),
    "reason": ("原因", "Lý do"),
    "text": ("原文", "Nguyên văn"),
}
# fmt: on

_COLUMN = {"en": 0, "zh": 1, "vi": 2}


def say(key: str, lang: str, **values: object) -> str:
    """A wording in a language, with its values filled in.

    >>> say("of-all", "vi", percent="51%")
    '51% tổng số'
    """
    return _WORDS[key][_COLUMN[lang]].format(**values)


def heading(column: str, lang: str) -> str:
    """The heading of a column of a CSV file; in English it is the name that machines know.

    >>> heading("winners", "en"), heading("winners", "zh")
    ('winners', '归属')
    """
    words = _HEADINGS.get(column)
    return column if lang == "en" or words is None else words[_COLUMN[lang] - 1]


def percent(part: int, whole: int, lang: str) -> str:
    """A share in percent, with one decimal below ten.

    >>> percent(3549, 6940, "en"), percent(64, 6940, "vi"), percent(0, 10, "en")
    ('51%', '0,9%', '0%')
    """
    share = 100 * part / whole if whole else 0.0
    text = f"{share:.0f}" if share >= 10 or part == 0 else f"{share:.1f}"
    return f"{decimal_in(lang, text)}%"

"""Every sentence of an explanation, in three languages, by key.

The one place where they are written.
"""

from __future__ import annotations

# fmt: off
# ruff: noqa: E501 - one sentence a line, so that the three languages stand side by side
TEXTS: dict[str, tuple[str, str, str]] = {
    # What was decided
    "award": ("{who} has the customer.", "客户归{who}。", "Khách hàng thuộc về {who}."),
    "share": ("{who} share the customer.", "客户由{who}共享。", "{who} cùng chia sẻ khách hàng."),
    "divide": ("The work on the customer is divided between {who}.", "该客户的工作由{who}分工。", "Công việc với khách hàng được chia cho {who}."),
    "priority": ("{who} goes first with the customer.", "{who}优先跟进该客户。", "{who} được ưu tiên với khách hàng."),
    "refer": ("The dispute goes to {forum}{terms}.", "争议提交{forum}{terms}。", "Tranh chấp được chuyển đến {forum}{terms}."),
    "pool": ("Nobody holds the customer: it goes to the pool.", "无人持有该客户,转入公海。", "Không ai giữ khách hàng: khách được đưa vào nguồn chung."),
    "gather": (
        "The evidence is not complete: the dispute goes to {forum}{terms}.",
        "证据尚不完整，争议交由{forum}{terms}。",
        "Bằng chứng chưa đủ: tranh chấp được chuyển đến {forum}{terms}.",
    ),
    "within": ("within {time}", "期限{time}", "trong {time}"),
    "then": ("then: {what}", "逾期则:{what}", "sau đó: {what}"),
    "proceed": ("decide on what is known", "按已知事实裁定", "quyết định theo những gì đã biết"),
    "provisional": (
        "Provisional: what is still unknown could change this ruling.",
        "暂定裁定:尚未查明的事实可能改变结果。",
        "Tạm thời: điều chưa rõ có thể làm thay đổi phán quyết này.",
    ),
    "depends-on": ("It depends on", "取决于", "Phụ thuộc vào"),
    "not-exhaustive": ("There is too much unknown to try every possibility.", "未知事项过多,无法逐一验证。", "Quá nhiều điều chưa rõ để thử hết mọi khả năng."),
    "on-what-is-known": ("On what is known", "按已知事实", "Theo những gì đã biết"),
    "by-step": ("Decided by “{step}”", "由“{step}”决定", "Quyết định bởi “{step}”"),
    "by-sole": ("Only one claimant came in.", "仅有一名当事人。", "Chỉ có một bên."),
    "by-tie": ("No step told the claimants apart.", "各步骤均未能区分当事人。", "Không bước nào phân định được các bên."),
    "by-none": ("No claim remained.", "没有成立的主张。", "Không còn yêu cầu nào đứng vững."),
    "under": ("Under {policy}, version {version}", "依据《{policy}》{version}版", "Theo {policy}, phiên bản {version}"),
    "governing-date": ("governing date {date}", "适用日期{date}", "ngày áp dụng {date}"),
    "no-date": ("no date is given: the newest version is applied", "未给出日期,适用最新版本", "không có ngày: áp dụng phiên bản mới nhất"),
    # Headings
    "ruling": ("Ruling", "裁定", "Phán quyết"),
    "why": ("Why", "理由", "Lý do"),
    "evidence-struck": ("Entries that do not count", "不予采信的登记", "Các dòng sổ không được tính"),
    "conduct": ("Conduct", "行为规范", "Ứng xử"),
    "articles": ("Articles", "条款", "Điều khoản"),
    "notes": ("Notes", "备注", "Ghi chú"),
    "article": ("article {ids}", "第{ids}条", "điều {ids}"),
    "remaining": ("still in: {who}", "仍在:{who}", "còn lại: {who}"),
    "nobody": ("nobody", "无", "không ai"),
    # Steps
    "step-narrowed": ("narrowed", "缩小范围", "thu hẹp"),
    "step-unchanged": ("told nobody apart", "各方无差别", "không ai khác ai"),
    "step-decided": ("decided", "作出决定", "quyết định"),
    "step-referred": ("referred", "提交", "chuyển"),
    "step-guarded": ("does not apply", "不适用", "không áp dụng"),
    "step-guard-unknown": ("skipped: not known whether it applies", "跳过:是否适用尚不明", "bỏ qua: chưa rõ có áp dụng không"),
    "step-one-left": ("not needed: one claimant was left", "无需:仅余一名当事人", "không cần: chỉ còn một bên"),
    "step-nobody-left": ("not needed: nobody was left", "无需:已无当事人", "không cần: không còn bên nào"),
    "step-not-reached": ("not reached", "未执行到", "chưa đến"),
    "undecided": ("an unknown could change this step", "未知事实可能影响本步骤", "điều chưa rõ có thể thay đổi bước này"),
    # Findings
    "kept": ("stays", "保留", "được giữ lại"),
    "removed": ("goes out", "排除", "bị loại"),
    "unknown": ("not known; stays for now", "尚不明，暂予保留", "chưa rõ; tạm giữ lại"),
    "nobody-meets": ("stays: nobody meets this", "保留:无人符合", "được giữ lại: không ai đáp ứng"),
    "not-barred": ("stays", "保留", "được giữ lại"),
    "first": ("comes first", "在先", "đứng trước"),
    "beaten": ("comes after", "在后", "đứng sau"),
    "absent": ("has none", "没有", "không có"),
    "leads": ("leads", "领先", "dẫn đầu"),
    "behind": ("is behind", "落后", "kém hơn"),
    "takes": ("takes it", "取得", "được nhận"),
    "passed": ("is passed over", "不取得", "không được nhận"),
    "remains": ("remains", "仍在", "còn lại"),
    "points": ("{low} points", "{low}分", "{low} điểm"),
    "points-between": ("{low} to {high} points", "{low}至{high}分", "{low} đến {high} điểm"),
    # Conditions
    "yes": ("yes", "是", "có"),
    "no": ("no", "否", "không"),
    "not-known": ("not known", "不明", "chưa rõ"),
    "none": ("none on record", "无记录", "không có ghi nhận"),
    "asked": ("{left}: {value} (asked: {op} {right})", "{left}:{value}(要求:{op}{right})", "{left}: {value} (yêu cầu: {op} {right})"),
    "is": ("{left}: {value}", "{left}:{value}", "{left}: {value}"),
    "equals": ("{left} = {value}", "{left} = {value}", "{left} = {value}"),
    "on-record": ("{left} is on record: {value}", "有{left}记录:{value}", "có ghi nhận {left}: {value}"),
    "==": ("exactly", "等于", "bằng"),
    "!=": ("other than", "不等于", "khác"),
    "<": ("less than", "小于", "nhỏ hơn"),
    "<=": ("at most", "不超过", "không quá"),
    ">": ("more than", "大于", "lớn hơn"),
    ">=": ("at least", "不少于", "ít nhất"),
    "date<": ("before", "早于", "trước"),
    "date<=": ("no later than", "不晚于", "không muộn hơn"),
    "date>": ("after", "晚于", "sau"),
    "date>=": ("no earlier than", "不早于", "không sớm hơn"),
    "in": ("one of", "属于", "thuộc"),
    "exists": ("somebody of whom it holds: {body}", "有人符合“{body}”", "có bên là: {body}"),
    "exists-other": ("another of whom it holds: {body}", "另有人符合“{body}”", "có bên khác mà: {body}"),
    "all": ("it holds of everybody: {body}", "所有人均符合“{body}”", "mọi bên đều: {body}"),
    "all-other": ("it holds of all others: {body}", "其他人均符合“{body}”", "mọi bên khác đều: {body}"),
    "holds-of": ("{who}", "{who}", "{who}"),
    "fails-of": ("not of {who}", "{who}不符合", "{who} thì không"),
    "and": (" and ", "且", " và "),
    "or": (" or ", "或", " hoặc "),
    "not": ("not: {body}", "并非:{body}", "không: {body}"),
    "size-others": ("number of others", "其他当事人数", "số bên khác"),
    "size-claimants": ("number of claimants", "当事人数", "số bên"),
    "because": ("since", "因为", "vì"),
    "entries": ("entries {ids}", "登记{ids}", "dòng sổ {ids}"),
    "more": ("and {count} more", "等另{count}条", "và {count} nữa"),
    "doubtful": ("may not count", "可能不予采信", "có thể không được tính"),
    # What would have changed it
    "flips": ("What would have changed it", "什么会改变结果", "Điều gì sẽ làm kết quả khác đi"),
    "flips-against": ("Compared with the ruling on what is known.", "以按已知事实作出的裁定为比较对象。", "So với phán quyết theo những gì đã biết."),
    "flip-to": ("If one of these were so: {outcome}", "如有下列情形之一:{outcome}", "Nếu có một trong các điều sau: {outcome}"),
    "flip-fact": ("{what}: {value} (it is {held})", "{what}:{value}(实为{held})", "{what}: {value} (thực tế: {held})"),
    "flip-unknown": ("{what}: {value}, once it is known", "{what}:查明为{value}", "{what}: {value}, khi đã rõ"),
    "flip-and": ("{one}; and {other}", "{one};且{other}", "{one}; và {other}"),
    "flip-struck": ("entry {id} did not count", "登记{id}不予采信", "dòng sổ {id} không được tính"),
    "flip-counted": ("entry {id} counted", "登记{id}予以采信", "dòng sổ {id} được tính"),
    "flip-number": ("the policy said “{what}”: {value} (it is {held})", "规定中的“{what}”:{value}(现为{held})", "mức “{what}” trong quy định: {value} (hiện là {held})"),
    "flip-rule": ("there were no rule “{what}” ({article})", "没有“{what}”这一规则({article})", "không có quy tắc “{what}” ({article})"),
    "flip-item": ("there were no points for “{what}” ({article})", "“{what}”不计分({article})", "không tính điểm “{what}” ({article})"),
    "flip-limit": ("{op} {value}", "{op}{value}", "{op} {value}"),
    "flip-between": ("{low} to {high}", "{low}至{high}", "từ {low} đến {high}"),
    "flip-any": ("on record, whatever it is", "有记录即可", "có ghi nhận, bất kể là gì"),
    "flip-row": ("{table}: {row}", "{table}:{row}", "{table}: {row}"),
    "flips-none": ("No single change, and no two facts together, would have changed it.", "任何单一变动、任何两项事实同时变动,都不会改变结果。", "Không thay đổi đơn lẻ nào, cũng không hai dữ kiện nào cùng lúc, làm kết quả khác đi."),
    "flips-more": ("and {count} more ways", "另有{count}种情形", "và {count} cách khác"),
    "flips-partly": ("There was too much to try everything.", "情形过多,未能逐一验证。", "Có quá nhiều khả năng để thử hết."),
    "marks-none": ("No manager's mark enters this ruling.", "本裁定不涉及主管评分。", "Phán quyết này không dùng điểm đánh giá của quản lý."),
    "marks-hold": ("It holds whatever the manager's mark for “{what}”.", "无论主管就“{what}”如何评分,结果均不变。", "Kết quả không đổi dù quản lý cho “{what}” bao nhiêu điểm."),
    "marks-turn": ("It turns on the manager's mark for “{what}”.", "结果取决于主管就“{what}”的评分。", "Kết quả phụ thuộc vào điểm quản lý cho “{what}”."),
    "marks-with": ("with {marks}: {outcome}", "{marks}时:{outcome}", "với {marks}: {outcome}"),
    "mark-of": ("{mark} for {who}", "{who}得{mark}分", "{mark} điểm cho {who}"),
    # Tables
    "column-article": ("Article", "条款", "Điều"),
    "column-text": ("Text and reading", "条文与解读", "Nội dung và cách hiểu"),
    "column-carried": ("Carried by", "由何步骤执行", "Được thực hiện bởi"),
    "column-step": ("Step", "步骤", "Bước"),
    "column-asks": ("What it asks", "所问", "Điều được hỏi"),
    "earliest": ("the earliest {what}", "{what}最早者", "{what} sớm nhất"),
    "latest": ("the latest {what}", "{what}最晚者", "{what} muộn nhất"),
    "most": ("the most: {what}", "{what}最多者", "{what} nhiều nhất"),
    "least": ("the least: {what}", "{what}最少者", "{what} ít nhất"),
    # Units
    "days": ("{n} days", "{n}天", "{n} ngày"),
    "day": ("{n} day", "{n}天", "{n} ngày"),
    "workdays": ("{n} working days", "{n}个工作日", "{n} ngày làm việc"),
    "workday": ("{n} working day", "{n}个工作日", "{n} ngày làm việc"),
    "hours": ("{n} hours", "{n}小时", "{n} giờ"),
    "hour": ("{n} hour", "{n}小时", "{n} giờ"),
    "minutes": ("{n} minutes", "{n}分钟", "{n} phút"),
    "minute": ("{n} minute", "{n}分钟", "{n} phút"),
    "seconds": ("{n} seconds", "{n}秒", "{n} giây"),
    "second": ("{n} second", "{n}秒", "{n} giây"),
    "position": ("register no. {n}", "登记第{n}号", "số {n} trong sổ"),
    # Consequences
    "fine": ("fine of {amount} {currency}", "罚款{amount} {currency}", "phạt {amount} {currency}"),
    "suspension": ("suspended from reception", "暂停接待", "tạm ngừng tiếp khách"),
    "merit": ("counts as merit", "计入优秀考核", "được ghi nhận thành tích"),
    "repeated": ("repeated", "再次发生", "tái phạm"),
    "unknown-conduct": ("not known whether this applies", "是否适用尚不明", "chưa rõ có áp dụng không"),
    "strangers": ("entries by people who are no party here: {who}", "非当事人的登记:{who}", "dòng sổ của người ngoài cuộc: {who}"),
}

# fmt: on

_COLUMN = {"en": 0, "zh": 1, "vi": 2}


def say(key: str, lang: str, **values: object) -> str:
    """The sentence of a key in a language, filled in.

    >>> say("remaining", "en", who="A, B")
    'still in: A, B'
    """
    return TEXTS[key][_COLUMN[lang]].format(**values)

"""What the second family of corruptions looks up: names, forms of companies, words and places."""

from __future__ import annotations

Families = tuple[tuple[str, ...], ...]
"""Texts that stand for one another, a tuple for each meaning."""


def words(text: str) -> list[str]:
    return text.split()


def families(text: str) -> Families:
    """A tuple of each word, cut at its slashes; _ is a space."""
    return tuple(tuple(word.replace("_", " ").split("/")) for word in text.split())


# ---- Chinese ------------------------------------------------------------------------------------

COMPOUND_SURNAMES = frozenset(
    words(
        "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 端木 "
        "南宫 歐陽 司馬 諸葛"
    )
)

SURNAME_READINGS = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "任": "ren",
    "盖": "ge", "朴": "piao", "翟": "zhai", "尉": "wei", "冼": "xian", "缪": "miao", "纪": "ji",
}  # fmt: skip

NAME_CHARS = (
    "伟玮炜纬薇威维卫建健剑舰国果明铭鸣茗名志智治致芝之知强祥翔详军君俊骏钧峻均华桦花丽莉利"
    "力立黎李理礼芳方房英颖莹瑛盈迎文雯闻稳家佳嘉辉晖慧惠卉会德得永咏勇光广荣容蓉融成诚承程"
    "城晨辰琛杰洁捷婕豪浩昊皓灏玲琳林霖琅灵凌岭美梅媚小晓筱孝敏民闽静晶菁京婧敬婷亭廷玉宇雨"
    "语羽钰裕育珍贞真臻红宏洪鸿虹弘平萍苹屏东冬栋海龙隆峰锋丰枫风凤波博斌彬滨宾刚钢磊蕾雷洋"
    "阳杨扬涛韬超鹏朋飞菲霏妃雪学兰岚蓝霞侠燕艳雁彦颜妍言岩严娟涓秀绣桂贵云芸韵春淳秋月悦岳"
    "跃越子梓紫姿欣新心鑫馨昕怡宜艺毅义奕逸亦易琪琦奇祺淇启思斯诗施雅亚娅安宁凝生升胜圣森金"
    "锦瑾谨进福富中忠仲正政征世士仕一依伊大达山珊仁人信良亮清青卿庆晴星兴欣梦孟瑞睿锐倩茜千"
    "谦丹凯恺恒珩振震旺望发宝保根王汪章张赵照周舟州吴武伍徐许旭续孙郑何和贺胡虎湖朱珠竹高罗"
    "郭谢唐堂汤韩涵寒晗冯曹于余俞萧肖潘盘袁元源媛远园董吕陆路卢鲁蒋江姜蔡财彩贾甲丁定魏薛叶"
    "业夜阎沈申深覃谭潭姚耀瑶廖辽邹熊金尹银陶桃贝蓓倍科珂可技信鑫顺舜通同童泰太天田达盛恒远"
    "鼎顶创昌畅汇瑞祥"
)

LOOKALIKES = words(
    "己已巳 未末 日曰目 土士 大太犬 王玉主 天夫 干千于 午牛 木本术 田由甲申 贝见 鸟乌 晴睛 "
    "清情请 建健 明朋 伟玮炜 李季 陈阵 杨扬 徐除 微徽薇 治冶 侯候 今令 怡恰 洁结 金全 宇字 "
    "东车 江汪 海悔 福幅 科料 技枝 信倍 波披 磊蕊 静睁 晨晟 昊旲 琪淇 慧彗 "
    "亮亭 刚刖 浩洁 辉挥 宏宠 芳劳 英莫 萍苹 玲铃 林材 凤风 云去 兰三 春舂 超赵 鹏朋 贸贾 "
    "广厂 商高 实买 业亚 电龟 建律 设没 备各 网冈 易昜 达迏 恒桓 盛晟 泰秦"
)

INDUSTRIES = {
    "科技": "Technology", "技术": "Technology", "商贸": "Trading", "贸易": "Trading",
    "实业": "Industrial", "电子": "Electronics", "建筑": "Construction", "工程": "Engineering",
    "装饰": "Decoration", "物流": "Logistics", "餐饮": "Catering", "服饰": "Apparel",
    "机械": "Machinery", "设备": "Equipment", "信息": "Information", "网络": "Network",
    "文化": "Culture", "传媒": "Media", "广告": "Advertising", "咨询": "Consulting",
    "管理": "Management", "投资": "Investment", "医疗": "Medical", "器械": "Instruments",
    "医药": "Pharmaceutical", "食品": "Food", "农业": "Agriculture", "化工": "Chemical",
    "新材料": "New Materials", "材料": "Materials", "汽车": "Auto", "教育": "Education",
    "国际": "International", "进出口": "Import & Export", "电器": "Electric", "五金": "Hardware",
    "家具": "Furniture", "房地产": "Real Estate", "能源": "Energy", "环保": "Environmental",
    "软件": "Software", "生物": "Biotech", "光电": "Optoelectronics", "智能": "Intelligent",
    "服务": "Services", "置业": "Property", "发展": "Development", "制造": "Manufacturing",
    "集团": "Group", "供应链": "Supply Chain", "印刷": "Printing", "包装": "Packaging",
    "纺织": "Textile", "控股": "Holdings", "工业": "Industry", "企业": "Enterprise",
}  # fmt: skip

CANTONESE = dict(
    pair.split(":")
    for pair in words(
        "陈:Chan 黄:Wong 李:Lee 张:Cheung 王:Wong 林:Lam 吴:Ng 刘:Lau 梁:Leung 郑:Cheng 何:Ho "
        "罗:Law 郭:Kwok 叶:Yip 谢:Tse 周:Chow 曾:Tsang 邓:Tang 冯:Fung 杨:Yeung 许:Hui 胡:Wu "
        "朱:Chu 马:Ma 高:Ko 徐:Tsui 孙:Suen 蔡:Choi 萧:Siu 潘:Poon 袁:Yuen 杜:To 余:Yu 苏:So "
        "卢:Lo 赵:Chiu 钟:Chung 谭:Tam 陆:Luk 莫:Mok 韩:Hon 唐:Tong 方:Fong 江:Kong 关:Kwan "
        "石:Shek 沈:Sum 宋:Sung 彭:Pang 程:Ching 魏:Ngai 薛:Sit 姚:Yiu 廖:Liu 龙:Lung 万:Man "
        "雷:Lui 侯:Hau 龚:Kung 邱:Yau 汪:Wong 田:Tin 任:Yam 范:Fan 傅:Fu 丁:Ting 夏:Ha 白:Pak "
        "崔:Chui 康:Hong 毛:Mo 秦:Chun 史:Sze 顾:Koo 孟:Mang 尹:Wan 严:Yim 温:Wan 施:Sze "
        "洪:Hung 董:Tung 吕:Lui 蒋:Cheung 于:Yu 贾:Ka 邹:Chow 熊:Hung 陶:To 姜:Keung 曹:Cho "
        "肖:Siu 欧:Au 建:Kin 国:Kwok 明:Ming 志:Chi 伟:Wai 强:Keung 华:Wah 丽:Lai 芳:Fong "
        "英:Ying 文:Man 家:Ka 辉:Fai 德:Tak 永:Wing 光:Kwong 荣:Wing 成:Shing 杰:Kit 俊:Chun "
        "豪:Ho 玲:Ling 美:Mei 小:Siu 敏:Man 静:Ching 婷:Ting 玉:Yuk 珍:Chun 红:Hung 军:Kwan "
        "平:Ping 东:Tung 海:Hoi 峰:Fung 波:Po 勇:Yung 斌:Pan 刚:Kong 磊:Lui 洋:Yeung 涛:To "
        "超:Chiu 鹏:Pang 飞:Fei 雪:Suet 梅:Mui 兰:Lan 霞:Ha 燕:Yin 娟:Kuen 秀:Sau 桂:Kwai "
        "凤:Fung 云:Wan 春:Chun 秋:Chau 月:Yuet 子:Tsz 欣:Yan 怡:Yi 佳:Kai 嘉:Ka 慧:Wai 琳:Lam "
        "琪:Ki 宇:Yu 浩:Ho 天:Tin 晓:Hiu 思:Sze 心:Sum 雅:Nga 安:On 宁:Ning 生:Sang 森:Sum "
        "金:Kam 福:Fuk 祥:Cheung 新:San 中:Chung 正:Ching 学:Hok 世:Sai 立:Lap 一:Yat 大:Tai "
        "山:Shan 仁:Yan 义:Yee 信:Shun 良:Leung 清:Ching 晨:San 阳:Yeung 星:Sing 昊:Ho 诗:Sze "
        "梦:Mung 雨:Yu 瑞:Sui 洁:Kit 艳:Yim 萍:Ping 莉:Lei 倩:Sin 颖:Wing 丹:Tan 健:Kin "
        "亮:Leung 毅:Ngai 凯:Hoi 恒:Hang 振:Chun 庆:Hing 兴:Hing 宝:Po 惠:Wai 淑:Shuk 博:Pok "
        "轩:Hin 泽:Chak 宏:Wang 鑫:Kam 然:Yin"
    )
)

WOMEN_ZH = frozenset("芳娟丽红霞燕玲梅兰英秀莉婷静艳萍倩娜媛妍琳怡雪凤淑珍洁颖慧美")
MEN_ZH = frozenset("强军伟刚勇斌磊涛鹏龙峰杰豪建国志辉雄武毅")

# ---- Vietnamese ---------------------------------------------------------------------------------

REGIONAL: Families = families(
    "Hoàng/Huỳnh Vũ/Võ Phúc/Phước Chu/Châu Cảnh/Kiểng Nhân/Nhơn Nhật/Nhựt Thịnh/Thạnh "
    "Chính/Chánh Tính/Tánh Lĩnh/Lãnh Phượng/Phụng Quý/Quới Nghĩa/Ngãi Thái/Thới Hồng/Hường "
    "An/Yên Ân/Ơn Hoa/Huê Sinh/Sanh Tùng/Tòng Toàn/Tuyền Tiến/Tấn Bảo/Bửu Lợi/Lị "
    "Nguyên/Ngươn Trường/Tràng Sơn/San Đàn/Đờn Kính/Kiếng Mệnh/Mạng Vương/Vang Đảm/Đởm "
    "Cương/Cang Linh/Liêng Hạnh/Hành Dũng/Dõng Giới/Giái Thì/Thời"
)

ACTIVITIES = {
    "Xuất nhập khẩu": ("XNK", "Import Export"), "Bất động sản": ("BĐS", "Real Estate"),
    "Thương mại": ("TM", "Trading"), "Dịch vụ": ("DV", "Services"),
    "Sản xuất": ("SX", "Production"), "Xây dựng": ("XD", "Construction"),
    "Đầu tư": ("ĐT", "Investment"), "Vận tải": ("VT", "Transport"),
    "Du lịch": ("DL", "Travel"), "Công nghệ": ("CN", "Technology"),
    "Kỹ thuật": ("KT", "Engineering"), "Tư vấn": ("TV", "Consulting"),
    "Thiết kế": ("TK", "Design"), "Phát triển": ("PT", "Development"),
    "Thực phẩm": ("TP", "Food"), "Dược phẩm": ("DP", "Pharma"),
    "Nội thất": ("NT", "Furniture"), "Cơ khí": ("CK", "Mechanical"),
    "Điện tử": ("Đ.Tử", "Electronics"), "Quốc tế": ("QT", "International"),
    "Giáo dục": ("GD", "Education"), "Môi trường": ("MT", "Environment"),
    "Vật liệu": ("VL", "Materials"), "May mặc": ("MM", "Garment"),
    "Quảng cáo": ("QC", "Advertising"), "Truyền thông": ("TT", "Media"),
    "Thiết bị": ("TB", "Equipment"), "Tập đoàn": ("TĐ", "Group"), "Việt Nam": ("VN", "Vietnam"),
}  # fmt: skip

# ---- English ------------------------------------------------------------------------------------

NICKNAMES: Families = families(
    "Robert/Bob/Rob/Bobby William/Bill/Will/Billy Richard/Rick/Dick/Rich "
    "James/Jim/Jimmy/Jamie John/Jack/Johnny Jonathan/Jon/Jonny Michael/Mike/Mick "
    "Thomas/Tom/Tommy Charles/Charlie/Chuck Edward/Ed/Ted/Eddie Joseph/Joe/Joey "
    "David/Dave/Davey Daniel/Dan/Danny Matthew/Matt Anthony/Tony Christopher/Chris/Kit "
    "Andrew/Andy/Drew Steven/Steve Stephen/Steve Kenneth/Ken Gregory/Greg Benjamin/Ben "
    "Samuel/Sam Nicholas/Nick Alexander/Alex/Sandy Patrick/Pat/Paddy Peter/Pete "
    "Lawrence/Larry Ronald/Ron Donald/Don Gerald/Gerry Timothy/Tim Francis/Frank "
    "Henry/Harry/Hank Elizabeth/Liz/Beth/Betty/Lizzie Margaret/Maggie/Peggy/Meg "
    "Katherine/Kate/Kathy/Katie Catherine/Cathy/Cate Patricia/Pat/Trish/Patty "
    "Jennifer/Jen/Jenny Susan/Sue/Susie Deborah/Deb/Debbie Barbara/Barb "
    "Rebecca/Becky/Becca Victoria/Vicky/Tori Alexandra/Alex/Sandra Samantha/Sam "
    "Jessica/Jess Christine/Chris/Tina Christina/Chris/Tina Theresa/Terry/Tess Judith/Judy "
    "Dorothy/Dot Pamela/Pam Cynthia/Cindy Jacqueline/Jackie Amanda/Mandy Abigail/Abby "
    "Eleanor/Ellie/Nell Sandra/Sandy"
)

SPELLINGS: Families = families(
    "Katherine/Catherine/Kathryn/Katharine Stephen/Steven/Stephan Sara/Sarah Jon/John "
    "Ann/Anne Brian/Bryan Philip/Phillip Jeffrey/Geoffrey Alan/Allan/Allen Eric/Erik "
    "Mark/Marc Sean/Shaun/Shawn Teresa/Theresa Elizabeth/Elisabeth Lynn/Lynne "
    "Rachel/Rachael Michelle/Michele Nicholas/Nicolas Matthew/Mathew "
    "Caitlin/Kaitlyn/Katelyn Deborah/Debra Isabel/Isobel/Isabelle Smith/Smyth Brown/Browne "
    "Clark/Clarke Reid/Reed/Read Thompson/Thomson Johnson/Johnston/Jonson Davis/Davies "
    "Stewart/Stuart Lee/Leigh/Li Gray/Grey Meyer/Myer/Meier/Mayer Nielsen/Nielson/Neilson "
    "Anderson/Andersen/Andersson Hansen/Hanson Petersen/Peterson Cohen/Cohn/Coen "
    "Schmidt/Schmitt Hoffman/Hoffmann Snyder/Snider MacDonald/McDonald/Macdonald "
    "Rodriguez/Rodrigues Gonzalez/Gonzales Hernandez/Hernandes White/Whyte Taylor/Tayler "
    "Baker/Backer Cook/Cooke Green/Greene Moore/More Harris/Haris Phillips/Philips"
)

WOMEN_EN = frozenset(
    words(
        "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy "
        "Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa "
        "Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy Angela Anna Ruth "
        "Brenda Pamela Nicole Katherine Catherine Samantha Christine Emma Rachel Janet Jane "
        "Julie Heather Maria Diane Olivia Victoria Kelly Lauren Christina Joan Alice Julia "
        "Grace Sophie Charlotte Hannah"
    )
)
MEN_EN = frozenset(name for family in NICKNAMES[:35] for name in family)

AUTOCORRECTED = families(
    "Hugh/High Ian/Isn Zoe/Zone Mai/Mail Minh/Mint Wang/Want Sons/Songs Robert/Roberts "
    "Mary/Marty Anh/Ann Linh/Link Thanh/Thank Hung/Hang Long/Lông Hoa/Hoà Hồng/Hông "
    "Lan/Làn Lê/Lẽ Ltd/Led Johnson/Johnston Ravi/Rabi Ines/Lines Jon/Join "
    "Katherine/Katharine Sinh/Sing Brien/Brian"
)

WORDS_EN = {
    "International": "Intl", "Manufacturing": "Mfg", "Services": "Svcs", "Service": "Svc",
    "Technologies": "Tech", "Technology": "Tech", "Associates": "Assoc.", "Brothers": "Bros",
    "Management": "Mgmt", "Systems": "Sys", "Engineering": "Eng.", "Group": "Grp",
    "University": "Univ.", "National": "Nat'l", "American": "Amer.", "Center": "Ctr",
    "Centre": "Ctr", "Solutions": "Soln", "Development": "Dev", "Industries": "Ind.",
    "Distribution": "Dist.", "Laboratories": "Labs", "Construction": "Constr.",
    "Insurance": "Ins.", "Hospital": "Hosp.", "Institute": "Inst.", "Enterprises": "Ent.",
    "Holdings": "Hldgs", "Equipment": "Equip.", "Consulting": "Cons.", "Partners": "Ptnrs",
    "Transport": "Trans.", "Logistics": "Log.", "Global": "Glbl", "Products": "Prod.",
    "Company": "Co", "Corporation": "Corp", "Northern": "N.", "Southern": "S.", "and": "&",
}  # fmt: skip

# ---- Companies and places -----------------------------------------------------------------------

FORMS: dict[str, Families] = {
    "zh": (
        ("集团股份有限公司", "集团股份公司"),
        ("集团有限公司", "集团公司", "集团"),
        ("有限责任公司", "有限公司", "公司", "（有限）公司", " Co., Ltd."),
        ("股份有限公司", "股份公司", "股份"),
    ),
    "vi": (
        ("Công ty Trách nhiệm hữu hạn Một thành viên", "Công ty TNHH Một thành viên",
         "Công ty TNHH MTV", "Cty TNHH MTV", "CT TNHH 1TV"),
        ("Công ty Trách nhiệm hữu hạn", "Công ty TNHH", "Cty TNHH", "CTY TNHH", "C.ty TNHH",
         "CT TNHH", "Công ty", "Cty"),
        ("Công ty Cổ phần", "Công ty CP", "CTCP", "Cty CP", "CT Cổ phần", "Cty Cổ phần"),
        ("Doanh nghiệp tư nhân", "DNTN", "DN tư nhân"),
        ("Hộ kinh doanh", "HKD", "Hộ KD"),
        ("Hợp tác xã", "HTX"),
    ),
    "en": (
        ("Public Limited Company", "PLC", "plc", "P.L.C."),
        ("Private Limited", "Pvt Ltd", "Pvt. Ltd.", "(P) Ltd"), ("Pte. Ltd.", "Pte Ltd", "PTE LTD"),
        ("Pty Ltd", "Pty. Ltd.", "Pty Limited"), ("Limited Liability Company", "LLC", "L.L.C."),
        ("Company Limited", "Co., Ltd.", "Co Ltd", "Co. Limited"),
        ("Limited", "Ltd", "Ltd.", "LTD"), ("Incorporated", "Inc.", "Inc", "INC"),
        ("Corporation", "Corp.", "Corp"), ("LLP", "L.L.P."), ("LP", "L.P."), ("GmbH", "Gmbh"),
        ("Company", "Co.", "Co"),
    ),
}  # fmt: skip

CITIES: Families = families(
    "上海/上海市/Shanghai/沪 北京/北京市/Beijing/京/Peking "
    "广州/广州市/Guangzhou/Canton/廣州/穗 深圳/深圳市/Shenzhen/鹏城 天津/天津市/Tianjin "
    "重庆/重庆市/Chongqing/重慶/渝 杭州/杭州市/Hangzhou 南京/南京市/Nanjing/Nanking "
    "苏州/苏州市/Suzhou/蘇州 成都/成都市/Chengdu/蓉 武汉/武汉市/Wuhan/武漢 "
    "西安/西安市/Xi'an/Xian 厦门/厦门市/Xiamen/Amoy/廈門 青岛/青岛市/Qingdao/青島 "
    "东莞/东莞市/Dongguan/東莞 佛山/佛山市/Foshan 宁波/宁波市/Ningbo/寧波 "
    "长沙/长沙市/Changsha 郑州/郑州市/Zhengzhou 香港/Hong_Kong/HK/HKSAR "
    "台北/臺北/Taipei/台北市 高雄/Kaohsiung/高雄市 台中/臺中/Taichung "
    "Hồ_Chí_Minh/TP.HCM/TP._Hồ_Chí_Minh/Sài_Gòn/HCMC/SG/Tp_HCM/Thành_phố_Hồ_Chí_Minh/Saigon "
    "Hà_Nội/HN/Hanoi/TP_Hà_Nội/Ha_Noi/Thành_phố_Hà_Nội Đà_Nẵng/ĐN/Danang/TP._Đà_Nẵng "
    "Hải_Phòng/HP/Haiphong/TP_Hải_Phòng Cần_Thơ/CT/TP._Cần_Thơ "
    "Huế/Thừa_Thiên_Huế/TT_Huế/TP_Huế Nha_Trang/Khánh_Hòa Vũng_Tàu/BRVT/Bà_Rịa_-_Vũng_Tàu "
    "Biên_Hòa/Đồng_Nai/Bien_Hoa Thủ_Dầu_Một/Bình_Dương/BD New_York/NYC/New_York_City/NY "
    "Los_Angeles/LA/L.A. San_Francisco/SF/San_Fran Philadelphia/Philly/Phila. Chicago/Chi "
    "Washington/Washington_DC/DC London/Greater_London/Ldn Manchester/M'cr/Manc "
    "Birmingham/B'ham Saint_Louis/St._Louis/St_Louis Las_Vegas/Vegas Singapore/S'pore/SG"
)

ADDRESS_WORDS: dict[str, Families] = {
    "zh": families(
        "号/# 路/路段 大道/大街 室/ 省/ 市/ 单元/- 街道/ 号楼/栋 栋/幢 层/楼 开发区/开发 新区/区"
    ),
    "vi": families(
        "Phường/P./F. Quận/Q./Q Đường/Đ./ Thành_phố/TP./Tp Số/ Huyện/H. Tỉnh/T./ Xã/X. "
        "Thị_trấn/TT. Hẻm/Ngõ Tầng/Lầu Khu_công_nghiệp/KCN Khu_phố/KP Phố/ TP._/TP"
    ),
    "en": families(
        "Street/St/St. Road/Rd Avenue/Ave/Av. Boulevard/Blvd Drive/Dr Lane/Ln Suite/Ste/# "
        "Apartment/Apt Floor/Fl Building/Bldg North/N South/S East/E West/W Unit/#"
    ),
}

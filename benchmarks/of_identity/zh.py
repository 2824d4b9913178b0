"""Chinese names: surnames by their shares of the population, given names, companies.

Shares are per mille of the population, as they are commonly given; the tail is rounded.
"""

from __future__ import annotations

import gzip
import os
import random
import re
from functools import lru_cache
from pathlib import Path

from faker.providers.person.zh_CN import Provider as Mainland
from faker.providers.person.zh_TW import Provider as Taiwan
from opencc import OpenCC

from benchmarks.of_identity.picks import Pick, falling, said, weighted
from benchmarks.of_identity.places import PROVINCE

SURNAMES = """
王:72 李:70 张:67 刘:51 陈:46 杨:32 黄:25 赵:23 吴:21 周:20 徐:15 孙:14 马:13 朱:12 胡:12 郭:12
何:11 高:11
林:11 罗:9 郑:9 梁:9 谢:8 宋:8 唐:7 许:7 韩:7 冯:7 邓:7 曹:6 彭:6 曾:6 肖:6 田:5 董:5 袁:5 潘:5
于:5 蒋:5
蔡:5 余:4.5 杜:4.4 叶:4.4 程:4.3 苏:4.2 魏:4.1 吕:4 丁:4 任:4 沈:4 姚:3.8 卢:3.8 姜:3.7 崔:3.6
钟:3.5
谭:3.5 陆:3.4 汪:3.4 范:3.3 金:3.2 石:3.2 廖:3.1 贾:3 夏:3 韦:2.8 付:2.7 方:2.7 白:2.6 邹:2.6 孟:2.5
熊:2.5 秦:2.4 邱:2.3 江:2.3 尹:2.2 薛:2.2 闫:2.1 段:2 雷:2 侯:2 龙:2 史:1.9 陶:1.9 黎:1.9 贺:1.8
顾:1.8
毛:1.7 郝:1.7 龚:1.7 邵:1.7 万:1.6 钱:1.6 严:1.6 覃:1.5 武:1.5 戴:1.5 莫:1.5 孔:1.4 向:1.4 汤:1.4
常:1.3
温:1.3 康:1.3 施:1.2 文:1.2 牛:1.2 樊:1.2 葛:1.1 邢:1.1 安:1.1 齐:1 易:1 乔:1 伍:1 庞:1 颜:0.9
倪:0.9
庄:0.9 聂:0.9 章:0.9 鲁:0.9 岳:0.8 翟:0.8 申:0.8 殷:0.8 詹:0.8 欧:0.8 耿:0.7 关:0.7 兰:0.7 焦:0.7
俞:0.7
左:0.7 柳:0.7 甘:0.7 祝:0.7 包:0.7 宁:0.6 尚:0.6 符:0.6 舒:0.6 阮:0.6 柯:0.6 纪:0.6 梅:0.6 童:0.6
凌:0.6
毕:0.5 单:0.5 裴:0.5 霍:0.5 涂:0.5 成:0.5 苗:0.5 谷:0.5 盛:0.5 曲:0.5 冉:0.5 骆:0.5 蓝:0.5 路:0.5
游:0.5
靳:0.4 管:0.4 翁:0.4 欧阳:0.6 柴:0.4 辛:0.4 鲍:0.4 华:0.4 解:0.4 房:0.3 阎:0.3 缪:0.3 冼:0.2 仇:0.2
查:0.2 区:0.2 朴:0.3 盖:0.1 乐:0.1 尉迟:0.05 司马:0.1 上官:0.1 诸葛:0.05 司徒:0.08 皇甫:0.05
夏侯:0.04
令狐:0.04 慕容:0.03 东方:0.03 长孙:0.02 万俟:0.01 翦:0.02 逯:0.05 卜:0.2 巫:0.2 屈:0.3 项:0.3 麦:0.3
"""
READINGS = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "翟": "zhai", "冼": "xian", "缪": "miao", "覃": "qin", "乐": "yue", "任": "ren",
    "华": "hua", "尉迟": "yuchi", "长孙": "zhangsun", "万俟": "moqi", "单于": "chanyu", "石": "shi",
    "余": "yu", "沈": "shen", "夏": "xia", "夏侯": "xiahou", "曲": "qu", "令狐": "linghu",
    "尹": "yin", "闫": "yan", "贾": "jia", "薛": "xue", "谷": "gu", "殷": "yin", "秘": "bi",
}  # fmt: skip
"""Surnames that are read otherwise than the same characters elsewhere, toneless."""

MALE = """
伟:9 强:8 军:7 勇:7 杰:6 涛:6 明:7 超:5 刚:5 平:5 辉:5 鹏:5 华:5 飞:4 鑫:4 波:4 斌:4 宇:5 浩:5
凯:4 健:3
俊:4 帆:3 帅:3 旭:3 宁:2 龙:4 林:4 欢:1 阳:3 建:6 志:7 国:6 文:7 海:5 永:4 晓:4 德:4 新:3 春:3
荣:3 生:4
庆:3 東:0.1 东:4 峰:5 锋:3 民:3 成:3 光:3 亮:3 磊:5 洋:4 毅:2 松:3 福:3 祥:3 贵:2 金:3 立:3 世:2
广:2
学:3 家:3 子:4 泽:3 轩:3 博:3 睿:2 铭:2 天:2 嘉:2 梓:2 晨:3 诚:2 振:2 兴:2 良:2 安:2 云:2 富:2
发:2 才:2
友:1 先:1 达:2 彬:2 宏:3 洪:2 虎:1 康:2 乐:1 雷:2 礼:1 利:2 南:1 启:1 清:2 仁:1 瑞:2 少:1 胜:2
树:2 思:2
廷:1 万:1 维:2 武:1 喜:1 贤:1 翔:2 耀:1 义:2 益:1 勤:1 远:2 岩:1 亚:1 焕:1 茂:1 长:1 朝:1 奇:1
琦:1 权:1
然:1 昊:2 恒:1 弘:1 冠:1 逸:1 骏:1 钧:1 景:1 敬:1 锦:1 坤:1 克:1 腾:1 皓:1 煜:1 哲:2 政:1 正:2
智:2 中:1
忠:1 洲:1 佳:1 继:1 君:1 守:1 卫:2 万:1 相:1 承:1 传:1 存:0.7 根:0.7 加:0.7 升:0.7 水:0.7 土:0.2
旺:1
"""
FEMALE = """
芳:7 娜:5 敏:6 静:6 丽:8 艳:6 娟:5 霞:5 燕:5 玲:6 英:6 红:5 梅:5 萍:5 秀:5 兰:4 玉:5 桂:3 婷:5
雪:5 琴:4
慧:4 莉:4 洁:3 颖:3 倩:3 琳:3 悦:2 欣:3 怡:3 佳:4 晶:3 莹:3 瑶:2 瑾:1 璐:2 薇:2 蕾:2 菲:1 蓉:2
芬:3 凤:4
淑:4 珍:4 美:3 爱:2 春:3 小:3 晓:4 文:2 雅:3 思:3 梦:3 雨:4 子:2 梓:3 涵:3 诗:2 语:1 嫣:1 妍:2
妮:1 婧:1
媛:2 娇:2 姗:1 彩:2 月:2 云:3 巧:1 平:2 青:2 香:2 惠:3 清:1 清:1 珊:1 珠:2 翠:2 荣:2 莲:3 花:2
华:3 素:2
蓝:0.5 金:2 银:1 银:1 露:1 丹:3 冰:1 宁:2 安:1 可:1 心:2 欢:1 琪:2 琼:2 瑞:1 瑜:1 璇:1 盈:1 盼:1
真:1 秋:2
筠:0.5 苗:1 若:1 茜:1 茹:1 菊:2 萌:1 蕊:1 贞:1 辰:1 钰:1 馨:2 黎:0.5 乐:0.5 伊:0.5 依:1 一:1 芸:1
苏:0.5
"""
CITIES = """
北京:9 上海:10 广州:8 深圳:8 成都:6 杭州:6 武汉:5 重庆:5 南京:5 天津:4 苏州:5 西安:4 长沙:4 郑州:4
东莞:4 青岛:4
沈阳:3 宁波:4 昆明:3 合肥:3 福州:3 厦门:3 济南:3 大连:3 无锡:3 佛山:3 哈尔滨:2 长春:2 温州:3
石家庄:2 南宁:2
常州:2 泉州:2 南昌:2 贵阳:2 太原:2 烟台:1 嘉兴:1 南通:1 金华:1 珠海:1 惠州:1 徐州:1 海口:1
乌鲁木齐:1 绍兴:1
中山:1 台州:1 兰州:1 潍坊:1 保定:1 呼和浩特:0.7 洛阳:0.7 廊坊:0.7 襄阳:0.5 柳州:0.5 赣州:0.5
芜湖:0.5
"""
TRADES = """
科技:14 贸易:9 信息技术:5 网络科技:4 商贸:6 汽车销售:4 汽车销售服务:4 汽车贸易:2 实业:4 电子:4
机械:3 建材:3
建筑工程:4 装饰工程:3 文化传播:4 物流:4 餐饮管理:4 房地产开发:3 投资管理:3 生物科技:3 医疗器械:2
食品:3 服饰:2
电子商务:3 广告:2 教育科技:2 环保科技:2 新能源:2 新材料:1 国际贸易:3 进出口:2 物业管理:2
企业管理咨询:3 化工:2
塑胶制品:1 五金制品:2 包装材料:1 人力资源:2 农业发展:2 家具:1 软件:2 智能科技:2 供应链管理:2
汽车服务:2 二手车:1
"""
LEGAL = said(
    "有限公司:78 有限责任公司:7 股份有限公司:5 集团有限公司:3 "
    "集团股份有限公司:0.5 合伙企业（有限合伙）:0.5 "
    "厂:1.5 商行:2 经营部:2 -:2"
)
LUCKY = (
    "华宏鑫达盛瑞恒泰丰安信源隆兴博创天嘉德通顺和佳诚美金中亿腾宇康永元广海联万东方新飞龙凯利"
    "科诺明润正大"
)

surname = said(SURNAMES)
city = said(CITIES)
trade = said(TRADES)
to_traditional = OpenCC("s2t").convert
"""The same text in traditional characters."""

_male, _female = said(MALE), said(FEMALE)
_fashion: Pick = falling(dict.fromkeys(Mainland.first_names), 0.5)
_taiwan = weighted(dict(Taiwan.first_names))
_taiwan_surname = weighted(dict(Taiwan.last_names))


def person(chance: random.Random, family: str = "") -> tuple[str, bool]:
    """A name, and whether it is written in traditional characters."""
    if not family and chance.random() < 0.03:
        return _taiwan_surname(chance) + _taiwan(chance), True
    return (family or surname(chance)) + given(chance), False


def given(chance: random.Random) -> str:
    """A given name of one or two characters."""
    draw = chance.random()
    if draw < 0.3:
        return _fashion(chance)
    one = _male if draw < 0.65 else _female
    if chance.random() < 0.14:
        return one(chance)
    return one(chance) + one(chance)


@lru_cache(maxsize=1)
def brands() -> tuple[str, ...]:
    """Short names of real companies; raises FileNotFoundError where EVENHAND_DATA is absent."""
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("EVENHAND_DATA") or root / "../shared/data").resolve()
    path = folder / "names/cn_company_short_names.txt.gz"
    lines = gzip.decompress(path.read_bytes()).decode("utf-8-sig").split("\n")[2:]
    return tuple(re.findall(r"^[一-鿿]{2,4}$", "\n".join(lines).replace("\r", ""), re.MULTILINE))


def brand(chance: random.Random) -> str:
    """Of a real company, or two or three characters of good omen, as most small firms have."""
    if chance.random() < 0.55:
        known = brands()
        return known[int(chance.random() * len(known))]
    count = 2 if chance.random() < 0.8 else 3
    return "".join(chance.sample(LUCKY, count))


def company(chance: random.Random, *, place: str, of: str = "", does: str = "") -> str:
    """The registered name: place, brand, trade and legal form, in one of the usual orders."""
    of, does, form = of or brand(chance), does or trade(chance), LEGAL(chance)
    draw = chance.random()
    if draw < 0.55:
        return f"{place}{of}{does}{form}"
    if draw < 0.63:
        return f"{place}市{of}{does}{form}"
    if draw < 0.73:
        return f"{of}（{place}）{does}{form}"
    if draw < 0.82:
        return f"{of}{does}（{place}）{form}"
    if draw < 0.88:
        return f"{PROVINCE.get(place) or place}{of}{does}{form}"
    return f"{of}{does}{form}"

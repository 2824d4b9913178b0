"""Slips of the hand: one letter, one key of a Vietnamese keyboard, one Chinese character."""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import accumulate

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from benchmarks.of_identity import zh
from benchmarks.of_identity.picks import unmarked

_NEAR = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb",
    "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv",
    "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
_TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
_SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
_LOOSE = {"\u0301": "´", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}
_ALIKE = """
己已巳 未末 土士 日曰 天夭 人入八 大太犬 王玉壬 晴睛清 徽微 辉晖 杨扬 陈阵 候侯 祥详 玲铃冷 静净
博傅搏 洋详 治冶 析折 拔拨
戊戌成 刀力刁 千干于 贝见 今令 元无 午牛 甲申由 田由 目且 白自 百白 住往佳 桂佳 佳隹 嘉喜 亨享
氏民 乌鸟 名各 永水 木本术
代伐 宇字 宁宇 明朋 昌昊 晟晨 科料 技枝 机杌 贸贺 贺货 货贷 销消 湖潮 海悔 浦铺 深探 洲州 江红
红江 工土 厂广 庆床
辽迁 迅讯 远运 达迭 建健 健键 丰半 华毕 毕华 东车 车东 乐东 兴关 关兴 汉汊 泽译 译泽 鸿鸣
金全 全金 鑫森 森淼 杰杏 李季 季李 张涨 刘到 周同 吴昊 郑邓 许计 韦书 吕品 高亮 亮高 梁粱 宋末
韩朝 曹曾 彭澎 肖俏 董蓄 袁哀 蒋将 蔡察 余佘 杜社 程稈 魏巍 任住 沈沉 姚挑 卢户 姜羌 崔催 钟种
谭潭 陆陇
婷停 娟捐 艳绝 燕蒸 萍苹 芳劳 芬分 莉利 丽俪 敏每 慧彗 英莫 梅海 雪雷 琴瑟 颖颍 倩清 琳淋 怡治
瑶摇 薇微 波披 涛祷 峰锋
锋峰 磊垒 斌武 勇男 俊骏 骏俊 伟韦 帅师 凯岂 勤勒 德徳 国固 荣宋 松忪 根恨 生主 主生 瑞端
"""
_SHAPED: dict[str, str] = {}
for _group in _ALIKE.split():
    for _one in _group:
        _SHAPED[_one] = _SHAPED.get(_one, "") + _group.replace(_one, "")


def letter(text: str, chance: random.Random) -> str:
    """A neighbouring key, a letter doubled, missing, or swapped with the next; never a digit."""
    for _ in range(6):
        place = int(chance.random() * len(text))
        if not text[place].isalpha():
            continue
        draw, one = chance.random(), text[place]
        if draw < 0.35:
            near = _NEAR.get(unmarked(one).lower())
            other = near[int(chance.random() * len(near))] if near else ""
            changed = text[:place] + (other.upper() if one.isupper() else other) + text[place + 1 :]
        elif draw < 0.53:
            changed = text[:place] + one + text[place:]
        elif draw < 0.78 or text[place + 1 : place + 2] in {"", " "}:
            changed = text[:place] + text[place + 1 :]
        else:
            changed = text[:place] + text[place + 1] + one + text[place + 2 :]
        if changed != text and changed.strip():
            return changed.strip()
    return text


def keys(word: str, *, vni: bool = False) -> str:
    """The keys of a Vietnamese word, its tone last: TELEX `Nguyeenx`, VNI `Nguye6n4`."""
    letters, tone = "", ""
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tone = _TONES[sign][vni]
        elif sign in _SHAPES:
            telex = letters[-1].lower() if sign == "\u0302" else "w"
            letters += _SHAPES[sign] if vni else telex
        else:
            letters += {"đ": "d9" if vni else "dd", "Đ": "D9" if vni else "DD"}.get(sign, sign)
    return letters + tone


def tone(word: str, chance: random.Random) -> str:
    """Another tone or none, or a vowel without its hat."""
    apart = list(unicodedata.normalize("NFD", word))
    marks = [place for place, sign in enumerate(apart) if sign in _TONES or sign in _SHAPES]
    if not marks:
        return word
    place = marks[int(chance.random() * len(marks))]
    if apart[place] in _TONES and chance.random() < 0.7:
        apart[place] = chance.choice([sign for sign in _TONES if sign != apart[place]])
    else:
        del apart[place]
    return unicodedata.normalize("NFC", "".join(apart))


def vietnamese(text: str, chance: random.Random) -> str:
    """A slip of tone or keyboard method in one word, or of a letter."""
    if text.isascii() or chance.random() < 0.45:
        return letter(text, chance)
    words = text.split()
    marked = [place for place, word in enumerate(words) if not word.isascii()]
    place = marked[int(chance.random() * len(marked))]
    word, draw = words[place], chance.random()
    if draw < 0.5:
        words[place] = tone(word, chance)
    elif draw < 0.75:
        words[place] = keys(word, vni=chance.random() < 0.3)
    elif draw < 0.87:
        apart = unicodedata.normalize("NFD", word)
        loose = next((sign for sign in apart if sign in _TONES), "")
        rest = unicodedata.normalize("NFC", apart.replace(loose, "")) if loose else word
        words[place] = rest + _LOOSE.get(loose, word[-1].lower())
    else:
        last = keys(word)[-1]  # the last key once more undoes the tone or stays behind it
        words[place] = word + last.lower()
    return " ".join(words)


@lru_cache(maxsize=1)
def _commonness() -> Counter[str]:
    counts: Counter[str] = Counter()
    for phrase in PHRASES_DICT:
        counts.update(phrase)
    for entry in (*zh.SURNAMES.split(), *zh.MALE.split(), *zh.FEMALE.split()):
        name, _, share = entry.partition(":")
        counts.update(dict.fromkeys(name, int(10 * float(share))))
    return counts


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, tuple[str, list[float]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one, count in _commonness().items():
        if count >= 12 and ord(one) in PINYIN_DICT and _is_plain(one):
            groups[sound(one)].append(one)
    return {
        heard: ("".join(ones), list(accumulate(_commonness()[one] for one in ones)))
        for heard, ones in groups.items()
    }


def _is_plain(one: str) -> bool:
    try:
        one.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=20_000)
def sound(one: str) -> str:
    """The toneless pinyin of one character; anything else is returned as it is."""
    return lazy_pinyin(one)[0]


def homophone(one: str, chance: random.Random) -> str:
    """Another character that the same keys bring up, the common ones first; itself if none is."""
    found = _by_sound().get(sound(one))
    if found is None:
        return one
    ones, up_to = found
    for _ in range(4):
        other = ones[min(bisect(up_to, chance.random() * up_to[-1]), len(ones) - 1)]
        if other != one:
            return other
    return one


def chinese(text: str, chance: random.Random) -> str:
    """A homophone, a character that looks alike, one missing, one twice, or two swapped."""
    for _ in range(6):
        place = int(chance.random() * len(text))
        one, draw = text[place], chance.random()
        if not "一" <= one <= "鿿":
            continue
        if draw < 0.6 or len(text) < 3 or (len(text) == 3 and 0.8 < draw < 0.96):
            changed = text[:place] + homophone(one, chance) + text[place + 1 :]
        elif draw < 0.8:
            alike = _SHAPED.get(one, one)
            other = alike[int(chance.random() * len(alike))]
            changed = text[:place] + other + text[place + 1 :]
        elif draw < 0.88 and len(text) > 3:
            changed = text[:place] + text[place + 1 :]
        elif draw < 0.94 and len(text) > 3:
            changed = text[:place] + one + text[place:]
        elif "一" <= text[place + 1 : place + 2] <= "鿿":
            changed = text[:place] + text[place + 1] + one + text[place + 2 :]
        else:
            continue
        if changed != text:
            return changed
    return text


SLIP = {"zh": chinese, "vi": vietnamese, "en": letter}
"""One slip in a name of this language."""

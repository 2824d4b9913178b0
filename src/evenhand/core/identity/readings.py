"""How Chinese names are read: pinyin without tones, and surnames with readings of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pypinyin.pinyin_dict import pinyin_dict

from evenhand.core.identity.blocks import listed, paired
from evenhand.core.identity.text import folded, spelled

SURNAMES_READ_OTHERWISE: Final = paired("""
曾: zeng | 单: shan | 解: xie | 仇: qiu | 查: zha | 任: ren | 区: ou | 朴: piao | 盖: ge
冼: xian | 洗: xian | 翟: zhai | 缪: miao | 谌: chen | 乐: yue | 员: yun | 黑: he | 折: she
秘: bi | 种: chong | 繁: po | 召: shao | 阚: kan | 隽: juan | 覃: qin | 葛: ge | 宁: ning
柏: bai | 都: du | 车: che | 贾: jia | 沈: shen | 祭: zhai | 逄: pang | 晁: chao | 訾: zi
尹: yin | 宓: mi | 牟: mou | 能: nai | 句: gou | 钭: tou | 纪: ji | 哈: ha | 燕: yan | 应: ying
那: na | 万: wan | 石: shi
""")
"""One-character surnames and their readings as surnames (GB/T 28039, Xinhua dictionary)."""

COMPOUND_SURNAMES: Final = paired("""
欧阳: ou yang | 司马: si ma | 上官: shang guan | 诸葛: zhu ge | 司徒: si tu | 东方: dong fang
夏侯: xia hou | 皇甫: huang fu | 尉迟: yu chi | 公孙: gong sun | 慕容: mu rong | 长孙: zhang sun
宇文: yu wen | 令狐: ling hu | 万俟: mo qi | 轩辕: xuan yuan | 端木: duan mu | 独孤: du gu
南宫: nan gong | 百里: bai li | 呼延: hu yan | 闻人: wen ren | 澹台: tan tai | 淳于: chun yu
单于: chan yu | 申屠: shen tu | 太史: tai shi | 钟离: zhong li | 濮阳: pu yang | 赫连: he lian
""")

SURNAMES_IN_PINYIN: Final = frozenset(
    listed("""
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie
song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu
ding ren yao shen jin fu zhong qiu shao hou meng long wan duan lei qian yin chang wen qiao lai
gong pang fan lan yan shi hong jia fang zou xiong qin bai mao hao kang dai mo kong xiang cui tao
gu shan zha ge qi ou yue niu ning miao pu nie geng lian mu bi xia hua tan zhan ji che ying
""")
)
"""The readings of common surnames: what shows that Latin letters spell a Chinese name."""

_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|an|en|in|un|vn"
    "|ai|ei|ui|ao|ou|iu|ie|ue|ve|ia|ua|uo|er|a|o|e|i|u|v)"
)
_SYLLABLES: Final = re.compile(f"(?:{_SYLLABLE})+")
_ONE: Final = re.compile(_SYLLABLE)
LONGEST_WORD: Final = 24
"""Letters of four syllables; what is longer, and could be cut in countless ways, spells no name."""

_TONES: Final = re.compile("[^a-z]")


READ_OTHERWISE: Final = paired("""
重庆: chong qing | 西藏: xi zang | 陕西: shaan xi | 银行: yin hang | 商行: shang hang
音乐: yin yue | 佛: fo | 厦: xia | 都: du | 长: chang
""")
"""What is read otherwise in names of companies, places and people than first in a dictionary."""

_TOGETHER: Final = re.compile("|".join([*READ_OTHERWISE, "."]), re.DOTALL)


@lru_cache(maxsize=1 << 15)
def reading(character: str) -> str:
    """The usual reading of one character of any script, without its tone; empty if it has none.

    >>> reading("伟"), reading("吕")
    ('wei', 'lu')
    """
    readings = pinyin_dict.get(ord(character))
    read = folded(readings.split(",")[0]) if readings else spelled(character)
    return _TONES.sub("", read)


@lru_cache(maxsize=1 << 16)
def syllables(han: str, *, person: bool) -> tuple[str, ...]:
    """The readings of a Chinese name, one a character, with the surname read as one.

    >>> syllables("曾小明", person=True), syllables("欧阳娜", person=True)
    (('zeng', 'xiao', 'ming'), ('ou', 'yang', 'na'))
    """
    start: tuple[str, ...] = ()
    if person and han[:2] in COMPOUND_SURNAMES:
        start = tuple(COMPOUND_SURNAMES[han[:2]].split())
    elif person and han[:1] in SURNAMES_READ_OTHERWISE:
        start = (SURNAMES_READ_OTHERWISE[han[0]],)
    rest: list[str] = []
    for one in _TOGETHER.findall(han, len(start)):
        known = READ_OTHERWISE.get(one)
        rest += known.split() if known else [reading(one)]
    return (*start, *(read for read in rest if read))


@lru_cache(maxsize=1 << 16)
def as_pinyin(words: tuple[str, ...]) -> tuple[str, ...]:
    """Latin words that spell a Chinese personal name, syllable by syllable; else nothing.

    >>> as_pinyin(("xiaoming", "wang")), as_pinyin(("lv", "wei")), as_pinyin(("john", "smith"))
    (('xiao', 'ming', 'wang'), ('lu', 'wei'), ())
    """
    words = tuple(_U.get(word, word) for word in words)
    if not 1 <= len(words) <= 4 or max(map(len, words)) > LONGEST_WORD:
        return ()
    if not all(_SYLLABLES.fullmatch(word) for word in words):
        return ()
    found = tuple(one for word in words for one in _cut(word))
    if not 2 <= len(found) <= 4 or not {found[0], found[-1], words[0], words[-1]} & _SURNAMES:
        return ()
    return tuple(_U.get(one, one) for one in found)


_U: Final = {"lv": "lu", "nv": "nu", "lyu": "lu"}
_SURNAMES: Final = SURNAMES_IN_PINYIN | {"lv"}
_LATER_VOWEL: Final = re.compile("[aeiouv]")


def cut(word: str) -> list[str]:
    """The syllables that a run of letters spells in pinyin; nothing where it spells none.

    >>> cut("jiadajinchukou"), cut("smith")
    (['jia', 'da', 'jin', 'chu', 'kou'], [])
    """
    return _cut(word) if _SYLLABLES.fullmatch(word) else []


def _cut(word: str) -> list[str]:
    """Syllables from the left, the longest that leaves a rest which can be read."""
    if not word:
        return []
    for end in range(min(6, len(word)), 0, -1):
        rest = word[end:]
        if _ONE.fullmatch(word, 0, end) and (not rest or _SYLLABLES.fullmatch(rest)):
            if rest and _LATER_VOWEL.match(rest) and end > 1 and word[end - 1] in "ngr":
                continue
            return [word[:end], *_cut(rest)]
    return [word]

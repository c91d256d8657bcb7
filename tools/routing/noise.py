"""Disturbs questions as people do: politeness, haste, missing punctuation, slips, traditional characters."""

import random
import re
import string

from models.routing.model import traditional_forms

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_EN = (
    "hi, ",
    "hey, ",
    "hello! ",
    "quick question: ",
    "please ",
    "pls ",
    "ok so ",
    "Sorry to bother you. ",
    "so ",
)
_BEFORE_EN_LINES = (
    "I have a small request.\n",
    "One more thing.\n",
    "Thanks for the last answer!\n\n",
    "Hi there,\n\n",
)
_AFTER_EN = (" thanks", " please", " thx", " Thank you!", " asap", " pls", "\n\nThanks in advance.", " :)")
_BEFORE_ZH = ("你好，", "请", "麻烦", "请问，", "在吗，", "帮个忙，", "急，", "老师好，", "那个，", "麻烦你")
_BEFORE_ZH_LINES = ("你好！\n", "再问一个。\n", "谢谢刚才的回答。\n\n", "有个事想请你帮忙。\n")
_AFTER_ZH = ("，谢谢", "谢谢！", "，急", "，拜托了", "，麻烦了", "呗", "哈", "\n\n谢谢！", "，多谢")
_LEFT_ALONE = 0.4
"""So many questions stay as they are."""

_DISTURBED = 0.3
"""So many of the others are disturbed in each of the ways."""

_PUNCTUATION = str.maketrans(dict.fromkeys(",.?!;，。？！；、", " "))
_WORDS_OF_TAIWAN = {
    "代码": "程式碼",
    "程序": "程式",
    "函数": "函式",
    "数据": "資料",
    "文件": "檔案",
    "字符串": "字串",
    "数组": "陣列",
    "循环": "迴圈",
    "变量": "變數",
    "数据库": "資料庫",
    "网络": "網路",
    "软件": "軟體",
    "信息": "資訊",
    "视频": "影片",
    "项目": "專案",
    "邮件": "郵件",
    "脚本": "腳本",
    "字段": "欄位",
    "接口": "介面",
    "服务器": "伺服器",
    "打印": "列印",
    "默认": "預設",
    "质量": "品質",
    "打分": "評分",
    "同学": "同學",
    "作业": "作業",
    "韩语": "韓語",
    "英语": "英文",
    "日语": "日文",
    "法语": "法文",
    "德语": "德文",
}


def disturbed(text: str, chance: random.Random) -> str:
    """Return a question as it might have been typed; half of them as they were."""
    if chance.random() < _LEFT_ALONE:
        return text
    chinese = _CHINESE.search(text) is not None
    if chance.random() < _DISTURBED:
        text = _polite(text, chance, chinese=chinese)
    if chinese and chance.random() < _DISTURBED:
        text = traditional(text)
    head, separator, rest = text.partition("\n")
    if chance.random() < _DISTURBED:
        head = re.sub(" +", " ", head.translate(_PUNCTUATION)).strip()
    if chance.random() < _DISTURBED:
        head = head.lower()
    if chance.random() < _DISTURBED:
        head = _slipped(head, chance)
    return f"{head}{separator}{rest}"


def traditional(text: str) -> str:
    """Return a text in traditional characters, with some of Taiwan's words."""
    for simplified, word in _WORDS_OF_TAIWAN.items():
        text = text.replace(simplified, word)
    return text.translate(traditional_forms())


def _polite(text: str, chance: random.Random, *, chinese: bool) -> str:
    before, lines, after = (
        (_BEFORE_ZH, _BEFORE_ZH_LINES, _AFTER_ZH) if chinese else (_BEFORE_EN, _BEFORE_EN_LINES, _AFTER_EN)
    )
    match chance.randrange(5):
        case 0 | 1:
            return chance.choice(before) + text
        case 2:
            return chance.choice(lines) + text
        case _:
            return text.rstrip(".。") + chance.choice(after)


def _slipped(text: str, chance: random.Random) -> str:
    """Return a text with one or two slips of the fingers."""
    letters = list(text)
    for _ in range(chance.randint(1, 2)):
        places = [place for place in range(1, len(letters) - 1) if letters[place] in string.ascii_letters]
        if not places:
            break
        place = chance.choice(places)
        match chance.randrange(3):
            case 0:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            case 1:
                del letters[place]
            case _:
                letters.insert(place, letters[place])
    return "".join(letters)

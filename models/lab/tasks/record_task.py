"""Writing what a text tells of a person as a JSON record."""

import json
import random

from models.lab.tasks.check_values import JsonSchema
from models.lab.tasks.prompts import Draft, prompt

_NAMES = ("张伟", "李娜", "王芳", "Ana Silva", "John Miller", "Yuki Tanaka")
_CITIES = ("杭州", "成都", "北京", "Lisbon", "Toronto", "Osaka")
_SKILLS = ("Python", "PyTorch", "SQL", "Rust", "Docker", "Linux")
_JOBS = 4


def record(language: str, chance: random.Random | None) -> Draft:
    """A record of name, age, city, job and skills; 张伟, 32, of 杭州 with Python, PyTorch and SQL as it is known."""
    name, age, city, skills, job = "张伟", 32, "杭州", ["Python", "PyTorch", "SQL"], 1
    if chance is not None:
        name, age, city = chance.choice(_NAMES), chance.randint(20, 64), chance.choice(_CITIES)
        skills, job = chance.sample(_SKILLS, 3), chance.randint(1, _JOBS)
    title = prompt(f"lab.prompt.record.job.{job}", language)
    separator = "、" if language == "zh_CN" else ", "
    text = prompt(
        "lab.prompt.record", language, name=name, age=age, city=city, job=title, skills=separator.join(skills)
    )
    values = {"name": name, "age": age, "city": city, "job": title, "skills": skills}
    schema = {
        "type": "object",
        "properties": {key: {"const": value} for key, value in values.items()},
        "required": list(values),
        "additionalProperties": False,
    }
    return Draft(text, JsonSchema(schema=json.dumps(schema, ensure_ascii=False)))

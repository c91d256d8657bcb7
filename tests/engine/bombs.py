"""Chat templates made to hang, to fill the memory or to break out; none may do more than raise TemplateError."""

_BIG = "{% set big = 'x' * 500000 %}"
_MANY = "{% for i in range(100000) %}{% for j in range(100000) %}"
_END = "{% endfor %}{% endfor %}"
_DOUBLED_LIST = "{% set ns = namespace(l=['x']) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}"
_DOUBLED_DICT = "{% set ns = namespace(l={}) %}{% for i in range(60) %}{% set ns.l = {1: ns.l, 2: ns.l} %}{% endfor %}"

TIME = {
    "endless output": f"{_MANY}x{_END}",
    "endless loop without output": f"{_MANY}{_END}",
    "three nested loops": f"{_MANY}{{% for k in range(100000) %}}{{% endfor %}}{_END}",
    "endless loop in a macro": "{% macro f() %}" + _MANY + _END + "{% endmacro %}{{ f() }}",
    "endless loop in a block set": "{% set x %}" + _MANY + "{{ '' }}" + _END + "{% endset %}",
    "endless empty output": f"{{% set e = '' %}}{_MANY}{{{{ e }}}}{_END}",
    "macros that call each other twice": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
    ),
    "recursive loop of exponential size": (
        "{% for x in [1, 2] recursive %}{% if loop.depth < 40 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}"
    ),
    "sum over nested generators": (
        "{% for i in range(100000) %}{{ range(100000)|map('string')|map('length')|sum }}{% endfor %}"
    ),
}
"""Only their time ends these."""

GROWTH = {
    "doubling by ~": "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "doubling by +": "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "doubling by *": "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s * 9 %}{% endfor %}",
    "times a large number": "{{ 'x' * 9999999999 }}",
    "a large number times": "{{ 9999999999 * 'x' }}",
    "a list times": "{{ [1, 2] * 9999999999 }}",
    "a list of a large text times": _BIG + "{{ ([big] * 100000)|length }}",
    "a tuple times": "{{ ((1, 2) * 9999999999)|length }}",
    "bytes times": "{{ 'x'.encode() * 9999999999 }}",
    "replace": _BIG + "{{ big.replace('x', big) }}",
    "replace nothing": _BIG + "{{ big.replace('', big) }}",
    "replace filter": _BIG + "{{ big|replace('x', big) }}",
    "replace filter with a count": _BIG + "{{ big|replace('x', big, 5000) }}",
    "center": "{{ 'x'.center(9999999999) }}",
    "center filter": "{{ 'x'|center(9999999999) }}",
    "ljust": "{{ 'x'.ljust(999999999) }}",
    "zfill": "{{ 'x'.zfill(999999999) }}",
    "expandtabs": "{{ ('\t' * 500000).expandtabs(100000) }}",
    "translate": _BIG + "{{ ('x' * 1000).translate({120: big}) }}",
    "format method": "{{ '{:9999999999}'.format('x') }}",
    "format method, nested width": "{{ '{:{}}'.format('x', 999999999) }}",
    "format method, repeated": _BIG + "{{ ('{0}' * 90000).format(big) }}",
    "format filter": "{{ '%9999999999d'|format(1) }}",
    "format filter, repeated": _BIG + "{{ ('%(a)s' * 90000)|format(a=big) }}",
    "percent": "{{ '%9999999999d' % 1 }}",
    "percent, width from the values": "{{ '%*d' % (999999999, 1) }}",
    "percent, repeated": _BIG + "{{ ('%(a)s' * 90000) % {'a': big} }}",
    "percent, precision": "{{ '%.999999999f' % 1.5 }}",
    "join": _BIG + "{{ big.join([big] * 2) }}",
    "join of characters": _BIG + "{{ big.join('y' * 500000) }}",
    "join of a generator": _BIG + "{{ ''.join(range(1000)|map('replace', '1', big)) }}",
    "join filter": _BIG + "{{ range(100000)|join(big) }}",
    "join filter of a generator": _BIG + "{{ (big ~ 'y')|map('replace', 'x', big)|join }}",
    "indent": "{{ ('\n' * 500000)|indent(99999) }}",
    "indent by a text": _BIG + "{{ ('a\n' * 1000)|indent(big) }}",
    "wordwrap": _BIG + "{{ big|wordwrap(1, wrapstring=big) }}",
    "json with a wide indent": "{{ [1, 2]|tojson(indent=999999999) }}",
    "json of a deep list": (
        "{% set ns = namespace(l=[1] * 300000) %}{% for i in range(45) %}{% set ns.l = [ns.l] %}{% endfor %}"
        "{{ ns.l|tojson(indent=100) }}"
    ),
    "sum of lists": "{{ [[1] * 100000, [2] * 100000]|sum(start=[]) }}",
    "batch": "{{ [1]|batch(999999999, 'x')|list }}",
    "slice": "{{ [1]|slice(999999999, 'x')|list }}",
    "round": "{{ 2.5|round(999999999, 'ceil') }}",
    "power": "{{ 10 ** 999999999 }}",
    "power of powers": "{{ 9 ** 9 ** 9 ** 9 }}",
    "growing number": "{% set ns = namespace(n=9) %}{% for i in range(9999) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "range": "{{ range(9999999999)|list }}",
    "lipsum": "{{ lipsum(n=99999) }}",
    "doubled list, printed": _DOUBLED_LIST + "{{ ns.l }}",
    "doubled list, as text": _DOUBLED_LIST + "{{ ns.l|string|length }}",
    "doubled list, as JSON": _DOUBLED_LIST + "{{ ns.l|tojson }}",
    "doubled list, concatenated": _DOUBLED_LIST + "{{ (ns.l ~ '')|length }}",
    "doubled list, formatted": _DOUBLED_LIST + "{{ '%s' % ns.l }}",
    "doubled list, compared": _DOUBLED_LIST + "{% set a = ns.l %}" + _DOUBLED_LIST + "{{ a == ns.l }}",
    "doubled dict": _DOUBLED_DICT + "{{ ns.l }}",
    "doubled by views of dicts": (
        "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}"
        "{% set d = {1: ns.l} %}{% set ns.l = [d.items(), d.items()] %}{% endfor %}{{ ns.l }}"
    ),
    "doubled by the arguments of a macro": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1, varargs, varargs) }}{% else %}{{ varargs }}{% endif %}{% endmacro %}"
        "{{ f(60, 1, 2) }}"
    ),
    "doubled tuple as a key": (
        "{% set ns = namespace(l=(1,)) %}{% for i in range(60) %}{% set ns.l = (ns.l, ns.l) %}{% endfor %}"
        "{{ {ns.l: 1}|length }}"
    ),
    "deep tuple as a key": (
        "{% set ns = namespace(l=(1,)) %}{% for i in range(99999) %}{% set ns.l = (ns.l,) %}{% endfor %}"
        "{{ {ns.l: 1}|length }}"
    ),
    "deep list": (
        "{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}"
    ),
    "many large texts in a list": (
        _BIG + "{% set ns = namespace(l=[]) %}{% for i in range(9999) %}{% set ns.l = ns.l + [big ~ i] %}{% endfor %}"
    ),
    "many large texts in variables": (
        _BIG + "".join(f"{{% set v{number} = big[{number}:] %}}" for number in range(1000)) + "{{ v1|length }}"
    ),
    "large text printed often": _BIG + "{% for i in range(100000) %}{{ big }}{% endfor %}",
    "large text printed often in a macro": (
        _BIG + "{% macro f() %}{% for i in range(100000) %}{{ big }}{% endfor %}{% endmacro %}{{ f()|length }}"
    ),
    "large text printed often in a block set": (
        _BIG + "{% set x %}{% for i in range(100000) %}{{ big }}{% endfor %}{% endset %}{{ x|length }}"
    ),
    "large text printed often in a filter block": (
        _BIG + "{% filter upper %}{% for i in range(100000) %}{{ big }}{% endfor %}{% endfilter %}"
    ),
    "comparing large texts often": (
        "{% set a = 'x' * 500000 ~ 'a' %}{% set b = 'x' * 500000 ~ 'b' %}{{ b in [a] * 100000 }}"
    ),
    "large constants": "{{ '" + "x" * 100_000 + "'" + "|replace('x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxx')" + " }}",
}
"""Their size ends these."""

ESCAPES = {
    "class of a text": "{{ ''.__class__.__mro__ }}",
    "class by subscript": "{{ ''['__class__']['__mro__'] }}",
    "class by the attr filter": "{{ ''|attr('__class__')|attr('__mro__') }}",
    "class through map": "{{ ['']|map(attribute='__class__.__mro__')|list }}",
    "class through format": "{{ '{0.__class__.__mro__}'.format('') }}",
    "globals of a macro": "{% macro f() %}{% endmacro %}{{ f.__init__.__globals__ }}",
    "globals of a global": "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "globals of a function": "{{ raise_exception.__globals__['__builtins__'] }}",
    "environment of a template": "{{ self._TemplateReference__context.environment.globals }}",
    "frame of a generator": "{{ ([1]|map('string')).gi_frame.f_globals }}",
    "subclasses of object": "{{ dict.mro()[1].__subclasses__() }}",
    "changing a list": "{{ messages.append(1) }}",
    "changing a message": "{{ messages[0].update({'content': ''}) }}",
    "another file": "{% include '/etc/passwd' %}",
    "another template": "{% extends 'base' %}",
    "an import": "{% import 'os' as os %}",
}
"""Nothing outside can be reached."""

SYNTAX = {
    "unclosed tag": "{% for m in messages %}",
    "unknown tag": "{% launch %}",
    "unknown filter": "{{ messages|launch }}",
    "unknown test": "{{ messages is launched }}",
    "unclosed expression": "{{ messages[0]",
    "deep parentheses": "{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}",
    "deep lists": "{{ " + "[" * 50_000 + "]" * 50_000 + " }}",
    "deep negation": "{{ " + "-" * 60_000 + "1 }}",
    "deep attributes": "{{ messages" + ".a" * 60_000 + " }}",
    "deep addition": "{% set a = 1 %}{{ a" + " + a" * 30_000 + " }}",
    "deep ifs": "{% if 1 %}" * 10_000 + "{% endif %}" * 10_000,
    "deep loops": "{% for x in [1] %}" * 4_000 + "{% endfor %}" * 4_000,
    "a long chain of elif": "{% if 0 %}" + "{% elif messages %}" * 6_000 + "{% endif %}",
    "a huge number": "{{ " + "9" * 100_000 + " }}",
    "too long": " " * 1_000_000,
    "endless recursion": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "recursive block": "{% block a %}{{ self.a() }}{% endblock %}",
    "raise_exception": "{{ raise_exception('Roles must alternate') }}",
    "division by zero": "{{ 1 / 0 }}",
    "calling nothing": "{{ nothing() }}",
}
"""No templates, or refused by their own words."""

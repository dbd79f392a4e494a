"""A hostile template reaches nothing, and says where it went wrong."""

from __future__ import annotations

from motcua.dossiers.slips import forms
from motcua.dossiers.slips.book import Template
from motcua.dossiers.slips.rendering.printing import pdf
from motcua.dossiers.slips.rendering.printing import SlipFailed
from motcua.dossiers.slips.rendering.sandbox import render
from motcua.storage.confined import TaskRefused
import pytest


ADDRESS = "https://motcua.example.vn/vi/kiem-tra-phieu"
FORM = forms.get("2025", "01")
#: (what is tried, the reason given)
ESCAPES = [
    ("{{ name.__class__ }}", "forbidden"),
    ("{{ name['__class__'] }}", "forbidden"),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "forbidden"),
    ("{{ name|attr('__class__') }}", "syntax"),
    ("{{ '{0.__class__}'.format(name) }}", "forbidden"),
    ("{{ '%s' % name }}", "forbidden"),
    ("{{ 'a' * 10**9 }}", "forbidden"),
    ("{{ 10**10**10 }}", "forbidden"),
    ("{% for i in range(10**9) %}x{% endfor %}", "forbidden"),
    ("{% for i in range(1000000000) %}x{% endfor %}", "forbidden"),
    ("{{ range.__self__ }}", "forbidden"),
    ("{{ self.__init__.__globals__ }}", "forbidden"),
    ("{{ cycler.__init__.__globals__.os }}", "unknown"),
    ("{{ lipsum.__globals__ }}", "unknown"),
    ("{{ config }}", "unknown"),
    ("{{ request.application }}", "unknown"),
    ("{{ people.items() }}", "unknown"),
    ("{{ list.append(1) }}", "forbidden"),
    ("{% set x = people.update({}) %}{{ x }}", "unknown"),
    ("{% include '/etc/passwd' %}", "missing"),
    ("{% import 'os' as os %}", "missing"),
    ("{% include 'form' %}", "forbidden"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "forbidden"),
    ("{% autoescape false %}{{ name }}{% endautoescape %}", "syntax"),
    ("{{ name|safe }}", "syntax"),
    ("{{ loop }}", "unknown"),
    ("{% for i in range(2) %}{{ loop.__class__ }}{% endfor %}", "forbidden"),
    ("{% for i in range(2) %}{{ loop._iterable }}{% endfor %}", "forbidden"),
    ("{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}", "forbidden"),
    ("{% macro m() %}{% endmacro %}{{ m.__call__ }}", "forbidden"),
    ("{{ [name]|map(attribute='__class__')|list }}", "syntax"),
    ("{{ list|join('', attribute='__class__') }}", "forbidden"),
    ("{{ name.format_map(people) }}", "forbidden"),
    ("{{ name.upper() }}", "forbidden"),
    ("{% if %}", "syntax"),
    ("{{ unclosed", "syntax"),
    ("{{ 'Đ'|bars }}", "syntax"),
    ("{{ (name ~ '')['format'] }}", "forbidden"),
    ("{{ ''['__cl' ~ 'ass__'] }}", "forbidden"),
    ("{{ [][::1].__add__ }}", "forbidden"),
    ("{{ people['__class__'] }}", "unknown"),
    ("{{ people.__init__ }}", "unknown"),
    ("{{ none.__class__ }}", "forbidden"),
    ("{{ true.real.__class__ }}", "forbidden"),
    ("{{ (1).__class__.__base__ }}", "forbidden"),
    ("{{ range(3).index(1) }}", "forbidden"),
    ("{{ (range(3) | join).__class__ }}", "forbidden"),
    ("{{ self._TemplateReference__context }}", "forbidden"),
    ("{{ self.body._context }}", "unknown"),
    ("{{ caller() }}", "unknown"),
    ("{{ get_flashed_messages() }}", "unknown"),
    ("{{ namespace(x=1) }}", "unknown"),
    ("{{ dict(x=1) }}", "unknown"),
    ("{{ joiner() }}", "unknown"),
    ("{% from 'form' import x with context %}", "forbidden"),
    ("{% extends ['layout', '/etc/passwd'] %}", "syntax"),
    ("{% include ['a', 'b'] ignore missing %}{{ gone }}", "unknown"),
    ("{% do people.clear() %}", "syntax"),
    ("{% debug %}", "syntax"),
    ("{% trans %}{{ name }}{% endtrans %}", "syntax"),
    ("{% filter safe %}{{ name }}{% endfilter %}", "syntax"),
    ("{{ name|xmlattr }}", "syntax"),
    ("{{ list|sum(start='') }}", "syntax"),
    ("{{ list|tojson }}", "syntax"),
    ("{{ list|first|pprint }}", "syntax"),
    ("{% set r = range %}{{ r(10**12) }}", "forbidden"),
    ("{{ name.encode('idna') }}", "forbidden"),
    ("{{ (list * 9**9)|length }}", "forbidden"),
    ("{{ '%1000000000d' % 1 }}", "forbidden"),
    ("{{ -(2**99999) }}", "forbidden"),
    ("{% call(x) name() %}{% endcall %}", "forbidden"),
    ("{{ loop.__init__ if loop is defined else self.__class__ }}", "forbidden"),
]
VALUES = {"name": "<b>Hoa</b>", "people": {"owner": "Hoa"}, "list": ["a"]}


@pytest.mark.parametrize(("text", "reason"), ESCAPES)
def test_an_escape_is_refused_with_its_line(text, reason):
    with pytest.raises(TaskRefused) as refused:
        render({"form": f"<p>one</p>\n{text}"}, VALUES)
    assert refused.value.reason == reason
    assert refused.value.values["part"] == "form"
    assert refused.value.values["line"] == 2 or "m()" in text or "include" in text


def test_values_are_escaped_however_they_are_turned():
    text = "{{ name }}{{ name|upper }}{{ name|replace('Hoa', '<i>') }}{{ name ~ '<' }}"
    made = render({"form": text}, VALUES)
    assert "<" not in made


def test_a_field_of_a_dictionary_is_no_method_of_it():
    assert render({"form": "{{ row.items }}"}, {"row": {"items": "7"}}) == "7"


def a_template(body, style=""):
    layout = "<html lang=vi><title>T</title><body>{% block body %}{% endblock %}</body>"
    text = f"{{% extends 'layout' %}}{{% block body %}}{body}{{% endblock %}}"
    return Template(text, layout, style)


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ('<img src="http://127.0.0.1:1/x.png">', ""),
        ('<img src="file:///etc/passwd">', ""),
        ('<link rel="stylesheet" href="http://127.0.0.1:1/x.css">', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ('<a rel="attachment" href="file:///etc/passwd">x</a>', ""),
        ('<style>@import "http://127.0.0.1:1/x.css";</style>', ""),
        ("<p>x</p>", '@import url("file:///etc/passwd");'),
        ("<p>x</p>", 'p { background: url("http://127.0.0.1:1/x.png") }'),
        ("<p>x</p>", '@font-face { font-family: F; src: url("file:///etc/x") }'),
        ('<svg><image href="file:///etc/passwd" width="9" height="9"/></svg>', ""),
        ('<svg><use href="http://127.0.0.1:1/x.svg#a"/></svg>', ""),
        ('<object data="file:///etc/passwd"></object>', ""),
        ('<embed src="file:///etc/passwd">', ""),
    ],
)
def test_nothing_is_fetched(body, style):
    """What WeasyPrint would fetch is refused; what it does not know prints nothing."""
    try:
        made = pdf(a_template(body, style), {}, "A5")
    except SlipFailed as failed:
        assert failed.reason == "fetch"
    else:
        assert b"root:" not in made
        assert b"EmbeddedFile" not in made


def test_an_image_from_elsewhere_is_told():
    with pytest.raises(SlipFailed) as failed:
        pdf(a_template('<img src="file:///etc/passwd">'), {}, "A5")
    assert failed.value.reason == "fetch"
    assert "file:///etc/passwd" in failed.value.detail


def test_a_loop_without_end_is_stopped():
    loops = "{% for i in range(9999) %}" * 4 + "{% endfor %}" * 4
    with pytest.raises(SlipFailed) as failed:
        pdf(a_template(loops), {}, "A5", seconds=3)
    assert failed.value.reason in ("time", "crash")


@pytest.mark.parametrize(
    "body",
    [
        "{% for i in range(9999) %}{% for j in range(99) %}xxxxxxxxxxxx{% endfor %}"
        "{% endfor %}",
        "{% set ns = 'x' %}" + "{% set ns = ns ~ ns %}" * 40 + "{{ ns|length }}",
    ],
)
def test_huge_output_is_refused(body):
    with pytest.raises(SlipFailed) as failed:
        pdf(a_template(body), {}, "A5", seconds=15)
    assert failed.value.reason in ("long", "memory")


def test_the_printing_process_knows_no_secret(monkeypatch):
    from motcua.storage import confined

    monkeypatch.setenv("MOTCUA_SECRET", "s" * 40)
    monkeypatch.setenv("MOTCUA_SQL", "postgresql://x")
    assert not [name for name in confined._bare() if name.startswith("MOTCUA")]

"""Every format tells the same, shows what people wrote as text, and carries nothing else."""

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree
import zipfile
from dataclasses import replace

import docx
import pytest
import typst
from docx.text.paragraph import Paragraph

from dialogue import minutes
from dialogue.minutes import Quotation
from dialogue.minutes.renderers import markdown, pdf
from tests.minutes import sample
from tests.minutes.decoding import FORMATS, needs_pdftotext, squeezed, text_of

HOSTILE = [
    '#read("/etc/passwd") $x^2$ *b* #import "@preview/x:1.0"',
    "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;",
    "| a | b |\n|---|---|\n# heading\n- item\n1. item\n> quote\n=== ---",
    "```python\nprint(1)\n```\n    code\n~~~",
    "[link](http://127.0.0.1/) ![x](file:///etc/passwd) http://example.org <b> _a_ **b**",
    '=HYPERLINK("http://127.0.0.1") {{ 7*7 }} {% x %} \\u003c \\ ]]> </w:t>',
    "\u202eright to left\u202c \u2066isolated\u2069 \u200fmark",
    "nul\x00 escape\x1b[31m vertical\x0b form\x0c high\ud800 none\ufffe",
]


def _with_claim(text: str, language: str = "en") -> minutes.Document:
    first, *others = sample.danger_thread().positions
    position = replace(first, claim=Quotation(text, language), reasoning=Quotation(text, ""))
    thread = replace(sample.danger_thread(), positions=(position, *others))
    return sample.document(threads=(thread, sample.benchmark_thread()))


def _quotations(document: minutes.Document) -> list[Quotation]:
    """Everything a person said that a document holds."""
    found: list[Quotation | None] = [finding.text for finding in document.findings]
    limited: list[minutes.Proposal | minutes.Finding] = [*document.findings]
    for thread in document.threads:
        found += [thread.summary.text if thread.summary else None]
        for position in thread.positions:
            found += [position.claim, position.reasoning]
        for proposal in thread.proposals:
            found += [proposal.claim, proposal.step, proposal.reasoning]
            limited.append(proposal)
    for item in limited:
        found += [condition.text for condition in item.conditions]
        found += [objection.text for objection in item.objections]
    return [quotation for quotation in found if quotation is not None]


@pytest.mark.parametrize("language", minutes.LANGUAGES)
@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_tells_every_quotation_and_every_sentence(file_format: str, language: str) -> None:
    document = sample.document()

    text = text_of(minutes.render(document, file_format, language).content, file_format)

    for quotation in _quotations(document):
        # Joined Arabic letters come back from a PDF one by one; the dove has no glyph.
        if file_format == "pdf" and (quotation.language == "ar" or "🕊" in quotation.text):
            continue
        assert squeezed(quotation.text) in text
    for block in minutes.lay_out(document, language).blocks:
        for part in getattr(block, "parts", ()):
            if part.kind in ("text", "item") and not any(run.style == "mark" for run in part.runs):
                assert squeezed("".join(run.text for run in part.runs)) in text
    assert squeezed(minutes.LANGUAGES[language].sentences["not_a_un_document"]) in text
    assert "虚构演示" in text


@needs_pdftotext
def test_arabic_comes_out_of_the_pdf_in_logical_order() -> None:
    text = text_of(minutes.render(sample.document(), "pdf", "en").content, "pdf")

    for word in ("الغزو", "لوسائل", "المكان", "جاهزة"):
        assert word in text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("file_format", FORMATS)
def test_hostile_text_is_shown_as_text(file_format: str, text: str) -> None:
    document = _with_claim(text)

    shown = text_of(minutes.render(document, file_format, "en").content, file_format)

    # An override does in print what it says: it turns the letters round.
    expected = "isolated" if file_format == "pdf" and "\u202e" in text else minutes.printable(text)
    assert squeezed(expected) in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_element_of_html(text: str) -> None:
    content = minutes.render(_with_claim(text), "html", "en").content.decode()
    harmless = minutes.render(_with_claim("harmless"), "html", "en").content.decode()

    assert sorted(re.findall(r"<[a-z/!]+", content)) == sorted(re.findall(r"<[a-z/!]+", harmless))


def test_html_asks_nothing_of_anybody_and_marks_languages() -> None:
    content = minutes.render(sample.document(), "html", "zh").content.decode()

    assert '<html lang="zh" dir="ltr">' in content
    assert '<blockquote class="claim" lang="ar" dir="rtl">' in content
    assert '<blockquote class="claim" lang="" dir="auto">' in content
    assert not re.search(r"<script|<link|<img|@import|url\(|https?:|src=|href=", content)


def test_json_may_stand_inside_a_page_and_holds_the_document() -> None:
    document = _with_claim("</script><!-- \u2028")

    content = minutes.render(document, "json", "en").content.decode()

    assert "<" not in content
    assert minutes.Document.from_dict(json.loads(content)["document"]) == document
    assert json.loads(content)["fingerprint"] == minutes.fingerprint(document)
    assert {block["type"] for block in json.loads(content)["page"]["blocks"]} == {
        "heading", "notice", "paragraph", "table",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, with a full stop.", "plain, with a full stop."),
        ("# heading", "\\# heading"),
        ("12. item", "12\\. item"),
        ("2031 was", "2031 was"),
        ("- item", "\\- item"),
        ("=====", "\\====="),
        ("    code", "code"),
        ("a*b_c`d[e]|f<g>&h", "a\\*b\\_c\\`d\\[e\\]\\|f\\<g\\>\\&h"),
        ("see http://x", "see http\\://x"),
        ("", ""),
    ],
)
def test_markdown_escapes_what_would_be_active(text: str, escaped: str) -> None:
    assert markdown.escaped(text) == escaped


@pytest.mark.parametrize("file_format", FORMATS)
def test_ten_thousand_characters_are_set_in_full(file_format: str) -> None:
    text = " ".join(f"word{number:04}" for number in range(1_111))

    shown = text_of(minutes.render(_with_claim(text), file_format, "en").content, file_format)

    assert len(text) >= 9_990
    # Page headings come between the words of a PDF.
    assert all(f"word{number:04}" in shown for number in range(1_111))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def test_docx_carries_its_text_and_constants_alone() -> None:
    parts = _parts(minutes.render(sample.document(), "docx", "en").content)

    assert sorted(parts) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "word/_rels/document.xml.rels", "word/document.xml", "word/footer1.xml", "word/header1.xml",
        "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    core = xml.etree.ElementTree.fromstring(parts["docProps/core.xml"])
    assert {element.tag.split("}")[1]: element.text for element in core} == {
        "title": "BB/BUILDING-BRIDGES/S.1/Rev.1 · Minutes of the first session",
        "language": "en-GB",
    }
    assert len(xml.etree.ElementTree.fromstring(parts["docProps/app.xml"])) == 0
    everything = b"".join(parts.values())
    assert b"rsid" not in everything
    assert b'TargetMode="External"' not in everything
    assert set(re.findall(rb'w:instr="(\w+)"', everything)) == {b"PAGE", b"NUMPAGES"}
    assert not re.search(rb"altChunk|w:object|w:pict|DDE|macro|python-docx", everything)


def _style_of(paragraph: Paragraph) -> str | None:
    return paragraph.style.style_id if paragraph.style else None


def test_docx_opens_with_headings_languages_and_header_rows() -> None:
    content = minutes.render(sample.document(), "docx", "zh").content
    document = docx.Document(io.BytesIO(content))

    xml_text = document.element.xml
    headings = [item.text for item in document.paragraphs if _style_of(item) == "Heading1"]

    assert headings[0] == "一、\t开幕和组织事项"
    assert xml_text.count("<w:tblHeader/>") == 2
    for mark in (
        'w:bidi="ar-SA"',
        'w:val="ja-JP"',
        'w:val="ru-RU"',
        'w:val="fr-FR"',
        "<w:rtl/>",
        "<w:bidi/>",
    ):
        assert mark in xml_text


def test_docx_properties_stand_in_the_order_word_expects() -> None:
    parts = _parts(minutes.render(sample.document(), "docx", "en").content)
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraph_order = ["pStyle", "keepNext", "pBdr", "bidi", "ind", "jc"]
    run_order = ["rFonts", "b", "bCs", "i", "sz", "vertAlign", "rtl", "lang"]

    root = xml.etree.ElementTree.fromstring(parts["word/document.xml"])

    for tag, order in (("pPr", paragraph_order), ("rPr", run_order)):
        for properties in root.iter(f"{namespace}{tag}"):
            names = [element.tag.removeprefix(namespace) for element in properties]
            assert names == sorted(names, key=order.index)


def test_pdf_names_nobody_and_no_time() -> None:
    content = minutes.render(sample.document(), "pdf", "en").content

    assert content.startswith(b"%PDF-")
    for word in (
        b"/Author",
        b"/CreationDate",
        b"/ModDate",
        b"/EmbeddedFile",
        b"/JavaScript",
        b"/Launch",
        b"/URI",
    ):
        assert word not in content


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="needs pdfinfo (package poppler-utils)")
def test_pdf_is_tagged_and_its_properties_are_constants() -> None:
    content = minutes.render(_without_dove(), "pdf", "zh").content

    command = ["pdfinfo", "-"]
    lines = (
        subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().splitlines()
    )
    told = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}

    assert told["Title"] == "BB/BUILDING-BRIDGES/S.1/Rev.1 · 第一次会议记录"
    assert told["Tagged"] == "yes"
    assert told["JavaScript"] == "no"
    assert not {"Author", "Subject", "Keywords", "CreationDate", "ModDate"} & set(told)


def _without_dove() -> minutes.Document:
    stored = json.dumps(sample.document().to_dict(), ensure_ascii=False).replace("🕊", "")
    return minutes.Document.from_dict(json.loads(stored))


@pytest.mark.parametrize("language", minutes.LANGUAGES)
def test_pdf_of_characters_all_fonts_have_is_accessible(language: str) -> None:
    rendered = minutes.render(_without_dove(), "pdf", language)

    assert rendered.notes == ()
    assert b"pdfuaid" in rendered.content


@pytest.mark.parametrize("text", ["🕊️👩‍👩‍👧", "हिन्दी में", "ไทย", "\u200fمرحبا\u200e", "한국어"])
def test_character_no_font_has_never_breaks_the_pdf(text: str) -> None:
    rendered = minutes.render(_with_claim(text, ""), "pdf", "en")

    assert rendered.content.startswith(b"%PDF-")
    assert rendered.notes in ((), (pdf.NOT_TAGGED,))


def test_pdf_that_fails_twice_is_set_without_the_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_plain_text_only(data: str, *, accessible: bool) -> bytes:
        compiled.append(data)
        if "🕊" in data:
            raise typst.TypstError("no glyph", "")
        return b"%PDF-"

    monkeypatch.setattr(pdf, "_compile", compile_plain_text_only)
    rendered = minutes.render(sample.document(), "pdf", "en")

    assert rendered.notes == (pdf.NOT_TAGGED, pdf.REPLACED)
    assert "shrinking □, and" in compiled[-1]
    assert "登记册应当每年审议一次" in compiled[-1]
    assert "الغزو" in compiled[-1]


def test_pdf_that_cannot_be_set_at_all_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: str, *, accessible: bool) -> bytes:
        raise typst.TypstError("broken", "")

    monkeypatch.setattr(pdf, "_compile", fail)

    with pytest.raises(minutes.RenderingFailed, match="could not be set"):
        minutes.render(sample.document(), "pdf", "en")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("attribution", ["camp", "none", "role_label", "named"])
def test_document_without_extras_is_set_in_every_format(file_format: str, attribution: str) -> None:
    header = sample.header(attribution, fictitious=False, place=None, session_title=None)
    camps = tuple(replace(camp, footnote=None) for camp in sample.camps())
    position = minutes.Position(reference="x.1", claim=Quotation(""), reasoning=Quotation("", "ko"))
    thread = replace(
        sample.benchmark_thread(),
        key="x",
        title=minutes.LocalText({}),
        positions=(position,),
        proposals=(),
        camps_not_heard=(),
    )

    rendered = minutes.render(
        sample.document(header=header, camps=camps, threads=(thread,), findings=()), file_format, "en"
    )

    assert rendered.content
    assert "虚构演示" not in text_of(rendered.content, file_format) or file_format == "pdf"

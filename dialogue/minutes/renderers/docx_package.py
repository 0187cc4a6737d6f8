"""What a DOCX file carries besides its text: the fewest parts that open everywhere.

python-docx starts from a template with a thumbnail, revision marks, an author and the time of day in it. None
of that is kept: only the parts named here are, the properties are constants, and every entry bears the date
1980-01-01.
"""

import io
import re
import zipfile
from importlib.resources import files
from xml.sax.saxutils import escape

_KEPT = re.compile(r"word/(document|header\d+|footer\d+)\.xml$")
_RELATIONSHIP = re.compile(r"<Relationship [^>]*?/>")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_SETTINGS = (
    f'{_DECLARATION}<w:settings xmlns:w="{_WORD}"><w:defaultTabStop w:val="652"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
_APPLICATION = f'{_DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"/>'
_ROOT_RELATIONSHIPS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)


def repackaged(saved: bytes, *, title: str, language: str) -> bytes:
    """The file python-docx saved, reduced to its text, with constant properties, order and date."""
    with zipfile.ZipFile(io.BytesIO(saved)) as source:
        kept = {name: source.read(name) for name in source.namelist() if _KEPT.match(name)}
        relationships = source.read("word/_rels/document.xml.rels").decode()
    styles = files("dialogue.minutes.renderers").joinpath("minutes-styles.xml").read_bytes()
    parts = {
        **kept,
        "[Content_Types].xml": _content_types(kept).encode(),
        "_rels/.rels": _ROOT_RELATIONSHIPS.encode(),
        "docProps/app.xml": _APPLICATION.encode(),
        "docProps/core.xml": _core_properties(title, language).encode(),
        "word/_rels/document.xml.rels": _document_relationships(relationships, kept).encode(),
        "word/settings.xml": _SETTINGS.encode(),
        "word/styles.xml": styles,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return target.getvalue()


def _content_types(kept: dict[str, bytes]) -> str:
    overrides = {f"/{name}": f"{_CONTENT_TYPE}.{_kind_of(name)}+xml" for name in kept}
    overrides["/word/styles.xml"] = f"{_CONTENT_TYPE}.styles+xml"
    overrides["/word/settings.xml"] = f"{_CONTENT_TYPE}.settings+xml"
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    lines = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in sorted(overrides.items())
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _kind_of(name: str) -> str:
    kind = re.sub(r"\d*\.xml$", "", name.removeprefix("word/"))
    return "document.main" if kind == "document" else kind


def _document_relationships(relationships: str, kept: dict[str, bytes]) -> str:
    wanted = {name.removeprefix("word/") for name in kept} | {"styles.xml", "settings.xml"}
    lines = sorted(line for line in _RELATIONSHIP.findall(relationships) if _target_of(line) in wanted)
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _target_of(relationship: str) -> str:
    found = re.search(r'Target="([^"]*)"', relationship)
    return found.group(1) if found else ""


def _core_properties(title: str, language: str) -> str:
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    )

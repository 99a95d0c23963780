"""Files of every format, made for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{more}</Types>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'

NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def numbered(text: str, level: int, which: int = 1) -> str:
    """Return a paragraph of a numbered list."""
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{which}"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def paragraph(*runs: str) -> str:
    """Return a paragraph; a run that begins with < is put in as it is."""
    return "<w:p>" + "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def word(path: Path, body: str, **parts: str) -> Path:
    """Write a Word file; ``parts`` are other parts by name (``footnotes``, ``header1``, ``numbering``)."""
    kinds = {"numbering": "numbering", "footnotes": "footnotes", "header1": "header", "footer1": "footer"}
    more = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kinds[name]}+xml"/>'
        for name in parts
    )
    rels = "".join(
        f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kinds[name]}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 10)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(more=more))
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def opendocument(path: Path, body: str, styles: str = "", encrypted: bool = False) -> Path:
    """Write an OpenDocument file."""
    names = (
        " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style"))
        + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {names}><office:master-styles><style:master-page><style:footer><text:p>Reviewed by the LSCB</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>" if encrypted else "<manifest/>")
    return path


def pdf(path: Path, source: str) -> Path:
    """Write a PDF with text."""
    import typst

    typ = path.with_suffix(".typ")
    typ.write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(typ)))
    return path


def picture_pdf(path: Path, pages: int = 1) -> Path:
    """Write a PDF whose pages are pictures."""
    from PIL import Image

    pictures = [Image.new("RGB", (300, 400), "white") for _ in range(pages)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])
    return path

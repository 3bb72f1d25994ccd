"""The finish: structure tree, metadata, output intent and attached data make the file PDF/A-3a and PDF/UA-1.

ISO 19005-3:2012 (PDF/A-3), 6.2.4 colour, 6.6 metadata, 6.8 embedded files; ISO 14289-1:2014 (PDF/UA-1), 7.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mjq_report import __version__
from mjq_report.fingerprint import fingerprints
from mjq_report.lang import tag
from mjq_report.model.document import Document
from mjq_report.pdf.colour_profile import srgb_profile
from mjq_report.pdf.structure import Node
from mjq_report.pdf.structure_tree import TreeWriter
from mjq_report.settings.theme import Theme

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the PDF carries. `relationship` is Data, Source, Alternative or Supplement (ISO 32000-2, 7.11.3)."""

    name: str
    data: bytes
    mime: str
    description: str
    relationship: str = "Data"


def finish(
    data: bytes,
    document: Document,
    root: Node,
    destinations: Mapping[str, tuple[int, float]],
    attachments: Sequence[Attachment] = (),
    version: str = __version__,
    theme: Theme | None = None,
) -> bytes:
    """Turn the drawn pages into an archival, accessible file. The same input gives the same bytes.

    `destinations` are the places that links lead to by name: page index and height in points. `version` is the one
    that the metadata name as producer.
    """
    producer = f"mjq-report {version} (ReportLab, pikepdf)"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        TreeWriter(pdf).write(root)
        _catalog(pdf, document)
        if theme is not None and theme.bleed:
            _boxes(pdf, theme)
        _metadata(pdf, document, producer)
        _output_intent(pdf)
        _destinations(pdf, destinations)
        _attach(pdf, _sealed(pdf, attachments), document.edition.last)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            min_version="1.7",
            fix_metadata_version=False,
        )
    return out.getvalue()


def _catalog(pdf: pikepdf.Pdf, document: Document) -> None:
    root = pdf.Root
    root.Lang = String(tag(document.lang))
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _boxes(pdf: pikepdf.Pdf, theme: Theme) -> None:
    """Paper around the page that is cut off: what is seen stays the page (ISO 32000-1, 14.11.2)."""
    width, height = theme.page
    page = Array([0, 0, width, height])
    paper = Array([-theme.bleed, -theme.bleed, width + theme.bleed, height + theme.bleed])
    for sheet in pdf.pages:
        sheet.obj.MediaBox = sheet.obj.BleedBox = paper
        sheet.obj.CropBox = sheet.obj.TrimBox = page


def _metadata(pdf: pikepdf.Pdf, document: Document, producer: str) -> None:
    stamp = dt.datetime.combine(document.edition.last, dt.time(), dt.UTC)
    info = pdf.docinfo
    for key in list(info.keys()):
        del info[key]
    info.Title, info.Author, info.Subject = String(document.title), String(document.author), String(document.subject)
    info.Keywords, info.Creator = String(", ".join(document.keywords)), String("mjq-report")
    info.Producer = String(producer)
    info.CreationDate = info.ModDate = String(stamp.strftime("D:%Y%m%d%H%M%SZ"))
    stream = pdf.make_stream(_xmp(document, stamp, producer).encode("utf-8"))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _xmp(document: Document, stamp: dt.datetime, producer: str) -> str:
    when = stamp.strftime("%Y-%m-%dT%H:%M:%SZ")
    lang = tag(document.lang)
    keywords = escape(", ".join(document.keywords))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(document.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.subject)}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{escape(producer)}</pdf:Producer>
<xmp:CreatorTool>mjq-report</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate>
<xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _output_intent(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(srgb_profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])


def _destinations(pdf: pikepdf.Pdf, places: Mapping[str, tuple[int, float]]) -> None:
    """Names by which links and other programs find a place (ISO 32000-1, 12.3.2.3)."""
    names: list[object] = []
    for name in sorted(places):
        page, top = places[name]
        names += [String(name), Array([pdf.pages[page].obj, Name.XYZ, 0, round(top, 2), 0])]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(names)))
    if "/Dests" in pdf.Root:
        del pdf.Root["/Dests"]


def _sealed(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> list[Attachment]:
    """The attachments, the manifest with the digests of all else that the file holds; so this comes last."""
    sealed = []
    for item in attachments:
        if item.name == MANIFEST:
            record = json.loads(item.data) | {"content": fingerprints(pdf)}
            text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            item = replace(item, data=text.encode("utf-8"))
        sealed.append(item)
    return sealed


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], edition: dt.date) -> None:
    """Associated files of the whole document, in a name tree sorted by name (ISO 32000-1, 7.9.6)."""
    if not attachments:
        return
    stamp = String(edition.strftime("D:%Y%m%d000000Z"))
    names: list[object] = []
    related: list[object] = []
    for item in sorted(attachments, key=lambda a: a.name):
        stream = pdf.make_stream(item.data)
        stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/" + item.mime)
        digest = hashlib.md5(item.data, usedforsecurity=False).digest()  # CheckSum is MD5 by the standard (7.11.4)
        stream.Params = Dictionary(Size=len(item.data), CheckSum=String(digest), CreationDate=stamp, ModDate=stamp)
        spec = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(item.name),
                UF=String(item.name),
                Desc=String(item.description),
                AFRelationship=Name("/" + item.relationship),
                EF=Dictionary(F=stream, UF=stream),
            )
        )
        names += [String(item.name), spec]
        related.append(spec)
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(names))
    pdf.Root.AF = Array(related)

"""What an office gives a briefing beside the figures: names, numbers and marks that no table holds and nobody may invent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """The office's particulars for one briefing; what it did not give is empty. Dates are ISO texts."""

    issuer: str = ""  # 发文机关
    mark: str = ""  # 发文机关标志; the issuer's name with 文件 where it is not given
    number: str = ""  # 发文字号
    kind: str = ""  # 文种
    title: str = ""
    addressees: tuple[str, ...] = ()  # 主送机关
    copies: tuple[str, ...] = ()  # 抄送机关
    serial: str = ""  # 份号
    secrecy: str = ""  # 密级和保密期限
    urgency: str = ""  # 紧急程度
    signers: tuple[str, ...] = ()  # 签发人
    dated: str = ""  # 成文日期
    printer: str = ""  # 印发机关
    printed: str = ""  # 印发日期
    seal: bool = True  # whether there must be room for one over the signature
    watermark: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was given at all."""
        return self != NOTHING


NOTHING = Office()


@dataclass(frozen=True, slots=True)
class Official:
    """The parts of an official document about its text (GB/T 9704-2012, 7.2 to 7.4), each as it is printed; empty for none."""

    serial: str
    secrecy: str
    urgency: str
    mark: str
    number: str
    signers: str
    title: str
    addressees: str
    attachments: tuple[str, ...]  # their titles
    issuer: str
    dated: str
    copies: str
    printer: str
    printed: str
    seal: bool

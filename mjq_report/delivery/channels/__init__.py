"""The ways out: a folder, a server, a bucket, a mailbox, a chat. Each is opened for one target and delivers one thing."""

from __future__ import annotations

from mjq_report.delivery.channels.channel import Channel, Parcel, Recipient, Secrets
from mjq_report.delivery.targets import Settings, Target

__all__ = ["Channel", "Parcel", "Recipient", "Secrets", "open_channel"]


def open_channel(target: Target, settings: Settings, secrets: Secrets) -> Channel:
    """The channel of a target; no connection is made yet. Raises Refused, such as for a secret that is not there."""
    if target.kind == "folder":
        from mjq_report.delivery.channels.local import LocalFolder

        return LocalFolder(target)
    if target.kind == "sftp":
        from mjq_report.delivery.channels.sftp import Sftp

        return Sftp(target, settings.patience, secrets)
    if target.kind == "s3":
        from mjq_report.delivery.channels.bucket import ObjectStore

        return ObjectStore(target, settings.patience, secrets)
    if target.kind == "mail":
        from mjq_report.delivery.channels.mail import Mail

        return Mail(target, settings.patience, secrets)
    from mjq_report.delivery.channels.webhook import Webhook

    return Webhook(target, settings, secrets)

"""Mails: newsletters and forwarded articles (``.eml``), and web pages saved by a browser in one file (``.mhtml``)."""

from __future__ import annotations

import email
import email.policy
import functools
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import When

from .document import Found, Given, Result, make, shown
from .encoding import decode
from .html import read_html

Inner = Callable[[bytes, str], Iterator[Result]]
"""Reads a file that lies inside of another one, given its bytes and name."""


_FORWARDED = "message/rfc822"
_AS_IT_CAME = email.policy.default.clone(refold_source="none")


class _Bounded(email.policy.EmailPolicy):
    """The standard library's way to read header fields, cut where they are longer than any mail program writes them.

    The time that some of them take grows with the square of their length.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The field's value."""
        return value if hasattr(value, "name") else _field(name, value[: limits.MAX_HEADER_CHARS])


class _Part(EmailMessage):
    """A mail or a part of one, which counts its parts while they are parsed."""

    def __init__(self, policy: Any = None) -> None:
        super().__init__(policy)
        self.depth, self.all = 0, [0]

    def attach(self, payload: Any) -> None:
        """Takes a part up. Raises DatelineError E125 for too many in all, E126 for too many inside of one another."""
        payload.depth, payload.all = self.depth + 1, self.all
        self.all[0] += 1
        if self.all[0] > limits.MAX_MAIL_PARTS:
            raise DatelineError("E125", name="", limit=f"{limits.MAX_MAIL_PARTS:,}", what="parts")
        if payload.depth > limits.MAX_MAIL_DEPTH:
            raise DatelineError("E126", name="", limit=limits.MAX_MAIL_DEPTH)
        super().attach(payload)


@functools.lru_cache(maxsize=256)
def _field(name: str, value: str) -> Any:
    """A header field's value; the parser of mails asks for that of a part again and again."""
    return email.policy.default.header_fetch_parse(name, value)


def read_mail(data: bytes, *, name: str, given: Given, inner: Inner) -> Iterator[Result]:
    """The mail's own text as a document, then those of its attachments, named ``mail.eml/report.pdf``.

    Subject and sender are title and outlet; the day on which it was sent, as its sender's clock had it, is the
    publication date. Of a page saved by a browser the date is that of saving: it is not taken, but counts for "4 days
    ago". Raises
    DatelineError E105 where neither text nor attachment can be read, E120 for damage, E125 and E126 for too many parts.
    """
    try:
        message = email.message_from_bytes(data, policy=_Bounded(message_factory=_Part))
        assert isinstance(message, EmailMessage)
        saved_from = _header(message, "Snapshot-Content-Location")
        body = message.get_body(("html",)) if saved_from else _body(message)
        files = [] if saved_from else list(filter(_is_file, message.iter_attachments()))
    except (MessageError, LookupError, ValueError, AttributeError, AssertionError, TypeError, IndexError):
        # The standard library's parser of mails fails in many ways on headers that no mail program writes.
        raise DatelineError("E120", name=shown(name)) from None
    except DatelineError as error:
        raise DatelineError(error.code, **{**error.facts, "name": shown(name)}) from None
    empty = True
    if body is not None and (found := _found(message, body, saved_from, name)):
        empty = False
        yield make(found, name=name, given=given)
    for part in files:
        payload = _payload(part)
        if payload.strip():
            empty = False
            yield from inner(payload, f"{name}/{_file_name(part)}")
    if empty:
        raise DatelineError("E105", name=shown(name))


def _is_file(part: MIMEPart) -> bool:
    """True for an attachment with a name, and for a mail that is forwarded as it came."""
    return bool(part.get_filename()) or part.get_content_type() == _FORWARDED


def _file_name(part: MIMEPart) -> str:
    """The name of an attachment, without the folders that it may claim."""
    return posixpath.basename(str(part.get_filename() or "forwarded.eml").replace("\\", "/"))


def _body(message: EmailMessage) -> MIMEPart | None:
    """The part to read: the plain text unless it is a mere stub beside a page."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    if plain is not None and page is not None and len(_payload(plain)) * 10 < len(_payload(page)):
        return page
    return plain if plain is not None else page


def _payload(part: MIMEPart) -> bytes:
    if part.get_content_type() == _FORWARDED and part.is_multipart():
        forwarded = part.get_payload(0)
        return forwarded.as_bytes(policy=_AS_IT_CAME) if isinstance(forwarded, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _found(message: EmailMessage, body: MIMEPart, saved_from: str | None, name: str) -> Found | None:
    """What the mail's text is, None where it is blank."""
    source = _text(body, name)
    if not source.strip():
        return None
    subject = _header(message, "Subject")
    if body.get_content_type() == "text/html":
        page = read_html(source, name=name, downloaded=_time(message) if saved_from else None)
        if saved_from:
            return replace(page, url=page.url or saved_from, likely_title=page.likely_title or subject)
        source = page.text
    sent = _sent(message)
    sender, address = parseaddr(_header(message, "From") or "")
    return Found(
        text=source,
        title=subject,
        published=sent,
        published_origin="the day on which the mail was sent" if sent else None,
        likely_publisher=sender or address or None,
    )


def _text(body: MIMEPart, name: str) -> str:
    """The text of a part in the charset that it names, else in the one that its bytes show."""
    payload = _payload(body)
    charset = body.get_content_charset()
    if charset:
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(payload, name=name)


def _header(message: EmailMessage, field: str) -> str | None:
    try:
        value = message.get(field)
        return " ".join(str(value).split()) or None if value is not None else None
    except (ValueError, IndexError, AttributeError, TypeError, LookupError, RecursionError):
        return None


def _time(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date") or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sent(message: EmailMessage) -> When | None:
    time = _time(message)
    return When.day(time.date()) if time else None

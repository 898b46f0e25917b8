"""Every error that a person can meet: a code, and one sentence that says what is wrong and what to do.

`DatelineError` is what the engine raises for them; its text is that sentence. Anything else that escapes is a bug.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "E101": "{name}: there is no such file or folder.",
    "E102": "{name}: it may not be read; check its permissions.",
    "E103": "{name}: files of the kind {kind} are not read; save it as PDF, DOCX, HTML or plain text.",
    "E104": "{name}: it is {size} large; the limit is {limit}.",
    "E105": "{name}: it holds no text.",
    "E106": "{name}: it is not text (it holds binary data).",
    "E107": "{name}: its front matter cannot be read ({why}).",
    "E108": "{name}: no article was found in the page.",
    "E109": "{name}, line {line}: {why}; the line is left out.",
    "E110": "{name}: its publication date {value!r} is no date; write it as YYYY-MM-DD.",
    "E111": "{name}: the article is {size} characters long; the limit is {limit}.",
    "E112": "{name}: its encoding could not be recognised; save it as UTF-8.",
    "E113": "{name}: it holds no files that can be read.",
    "E114": "{name}: what is packed in it is damaged; pack it again.",
    "E115": "{name}: it is no ordinary file; to read from a program, use - for standard input.",
    "E116": "{name}: it has too many elements, or too deep ones; save the article as plain text.",
    "E117": "{name}: {count} more lines cannot be read; they are left out.",
    "E118": "{name}: {count} more publication dates are no dates; those articles are read without one.",
    "E119": "{name}: {count:,} lines one after the other hold no article; the rest is not read.",
    "E120": "{name}: it is damaged, or not what its name says; save it anew.",
    "E121": "{name}: it is locked with a password; save it without one.",
    "E122": "{name}: it is a scan (pages without text); have its text recognised first.",
    "E123": "{name}: none of its columns holds the articles' texts (found: {columns}); "
    "name that column text, or choose one.",
    "E124": "{name}: it took too much time or memory to read; save it as plain text.",
    "E125": "{name}: it holds more than {limit} {what}; split it.",
    "E126": "{name}: what is in it lies more than {limit} archives or mails deep; unpack it first.",
    "E127": "{name}: pages are not fetched here (it is switched off); save the page in a browser and add the file.",
    "E128": "{name}: this address is not fetched ({why}); save the page in a browser and add the file.",
    "E129": "{name}: the site asks programs not to read this page; save it in a browser and add the file.",
    "E130": "{name}: the page could not be fetched ({why}); check the address, or save the page and add the file.",
    "E131": "{name}: working through its text took more memory than there is; split it into smaller articles.",
    "E132": "{name}: it has no column {column!r} (found: {columns}); choose one of these.",
    "E133": "{value!r} names no columns; write for instance text=Body,published=Date (the fields are {fields}).",
    "E134": "{name}: a fault of Dateline's own ended its reading ({why}), the others go on; please report it.",
    "E201": "The database {path} is locked by another program; close it or wait, then try again.",
    "E202": "The database {path} cannot be written; check the folder's permissions and free space.",
    "E203": "{path} is not a Dateline database, or it is damaged; choose another file.",
    "E204": "The database {path} was made by a newer Dateline (schema {found}, "
    "this one knows {known}); update Dateline.",
    "E205": "There is no article {document} in the database.",
    "E206": "There is no event {event} in the database.",
    "E207": "There is no database {path}; run `dateline ingest` first.",
    "E208": "There is no correction {correction} in the database.",
    "E209": "The database {path} was made by an older Dateline and cannot be brought up to date where it lies; "
    "copy it to a folder that may be written.",
    "E210": "The database {path} is damaged ({why}); put the latest backup in its place, or move it away and read the "
    "articles again.",
    "E211": "This takes longer than {seconds} seconds and was stopped; ask for less (other words, a shorter time, one "
    "more filter).",
    "E212": "There is no space left on the disk for the database {path}; make room and go on: what was stored is kept.",
    "E301": "{value!r} is no date; write it as YYYY-MM-DD, YYYY-MM or YYYY.",
    "E302": "The picture could not be made ({why}); the data can still be exported as CSV or JSON.",
    "E303": "{value!r} is no format that can be exported; use one of {known}.",
    "E304": "{path} cannot be written ({why}); choose another place.",
    "E305": "The dashboard is not installed here ({path} is missing); run the command from a checkout of Dateline.",
    "E306": "The port {port} is taken by another program; choose another one with --port (make run PORT=...).",
    "E307": "{value!r} is no date; write it like 19 June 2024, March 2024 or 2024.",
    "E401": "{name} is no file of corrections ({why}); nothing was changed.",
    "E402": "{name}, line {line}: {why}; nothing was changed.",
    "E403": "{name}: the correction {correction} is another one here; nothing was changed.",
    "E404": "{value!r} is no date; write it like 19 June 2024, March 2024, 2000, 1961 or earlier, or 2014 to 2015.",
    "E405": "{value!r} is no address of a page; it begins with https:// or http://.",
    "E406": "Write {what}; nothing was changed.",
    "E407": "An event cannot be put together with itself; choose another one.",
    "E408": "There are {most} saved views already; remove one first.",
    "E501": "The component {name} needs {missing} before it; add that to the pipeline first.",
    "E601": "{missing} is not installed; install it with: pip install 'dateline[cluster]' (s3fs, gcsfs and the like by "
    "their own names).",
    "E602": "The scheduler {address} cannot be used ({why}); what is done is kept, call the command again later.",
    "E603": "{name}: this batch was not worked through ({why}); call the command again, only what is missing is done.",
    "E604": "The worker {worker} has {found} and this is Dateline {known} (model {model}); install the same there.",
    "E605": "{name}: this address cannot be opened ({why}); check it and the rights to read it.",
    "E606": "{name} is no file of `dateline scale ingest`, or it is damaged; remove it and call that command again.",
}


class DatelineError(Exception):
    """An error that a person can meet. ``code`` is one of `SENTENCES`, ``str()`` the finished sentence.

    ``facts`` holds what was put into the sentence, by name.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.code, self.facts)


def _again(code: str, facts: dict[str, object]) -> DatelineError:
    """An error that has come from another process."""
    return DatelineError(code, **facts)

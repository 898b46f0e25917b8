"""Every cap and time limit of Dateline, each with its unit in the name or beside it."""

from __future__ import annotations

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Largest file that is read, in bytes; the same 20 MB as the dashboard's upload limit."""

MAX_TEXT_CHARS = 1_000_000
"""Longest article that is read, in characters; spaCy's own cap."""

MAX_FILES_PER_UPLOAD = 200
"""Most files that one upload on the page Add takes."""

MAX_MARKS = 2_000
"""Most marks that are drawn one by one on the chart; above that the least important are left out and counted."""

LISTED_OF_MANY = 500
"""Rows of the table below a chart whose events are too many to draw (`MAX_MARKS`) and counted in boxes."""

UNDATED_AHEAD = 200
"""Events without a date that are read from the database before somebody asks to see them; all of them are counted."""

MAX_TITLE_CHARS = 90
"""Longest event title, in characters."""

MAX_QUERY_CHARS = 200
"""Longest full-text search, in characters."""

BUSY_TIMEOUT_MS = 10_000
"""How long a connection waits for another process's write to end, in milliseconds."""

MAX_COLLECTION_BYTES = 4 * 1024 * 1024 * 1024
"""Most that is read from one .jsonl file or archive, unpacked, in bytes; it is read piece by piece."""

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
"""Most that an upload, a document or a book may unpack to, in bytes: it is held in memory."""

MAX_LINE_BYTES = 8 * 1024 * 1024
"""Longest line of a .jsonl file, in bytes: the longest article with every character escaped, and its metadata."""

MAX_MARKDOWN_CHARS = 500_000
"""Longest Markdown file, in characters; taking its marks away is slower than reading plain text."""

MAX_MARKDOWN_MARKS = 20_000
"""Most marks (brackets, stars, underlines, ...) of a Markdown file that is parsed; one with more is read as it is."""

MAX_WORD_ELEMENTS = 1_000_000
"""Most elements of a Word file: paragraphs, runs, cells, and their formats."""

MAX_RTF_CHARS = 8_000_000
"""Longest RTF file, in characters of its markup without pictures."""

MAX_BAD_LINES = 20
"""Most lines of one .jsonl file that are reported one by one; of the others only the number is told."""

MAX_LINES_WITHOUT_ARTICLE = 1_000
"""Lines without an article at the beginning of a .jsonl file after which it is read no further."""

MAX_LINES_BETWEEN_ARTICLES = 100_000
"""Lines one after the other, blank or without an article, after which a .jsonl file is read no further."""

MAX_ROWS = 1_048_576
"""Most rows of a table that are looked at; as many as a sheet of Excel has."""

MAX_FRONT_MATTER_CHARS = 20_000
"""Longest front matter of a .md file, in characters."""

MAX_FIELD_CHARS = 300
"""Longest headline or name of an outlet that a document keeps, in characters; longer ones are cut."""

MAX_URL_CHARS = 2_000
"""Longest address of a page that a document keeps, in characters; longer ones are left out."""

MAX_NAME_CHARS = 500
"""Longest id that an article may bring along, and longest name of a file that is kept, in characters."""

MAX_PAGE_ELEMENTS = 20_000
"""Most elements of an HTML page that are searched for the article; of larger pages all visible text is read."""

MAX_PAGE_TAGS = 150_000
"""Most tags of an HTML page; larger pages are not read."""

MAX_PAGE_DEPTH = 200
"""Deepest nesting of an HTML page that is searched for the article; of deeper pages all visible text is read."""

MAX_PDF_PAGES = 2_000
"""Most pages of a PDF that are read."""

MAX_HEADER_CHARS = 10_000
"""Longest header field of a mail, in characters; of longer ones the beginning is read."""

MAX_ENTRY_BYTES = 1024 * 1024
"""Longest entry of a feed, in bytes; also a feed's that declares entities."""

MAX_MAIL_PARTS = 10_000
"""Most parts (texts, attachments, pictures of a saved page) of a mail."""

MAX_MAIL_DEPTH = 30
"""Most parts of a mail that may lie inside of one another."""

MAX_FORWARDED_DEPTH = 4
"""Most mails, one forwarded with the other, in which an attachment is read."""

MAX_MEMBERS = 100_000
"""Most files of an archive, entries of a feed or articles of a table that are read."""

MAX_CHAPTERS = 5_000
"""Most chapters of a book that are read."""

MAX_WIKITEXT_CHARS = 2_000_000
"""Longest page of a wiki's export, in characters of its markup; as long as MediaWiki itself takes."""

MAX_WIKI_MARKS = 5_000
"""Most links, templates and tags in a page of a wiki that is parsed; of one with more the words are found roughly."""

MAX_WIKI_PAGES = 1_000_000
"""Most pages of a wiki's export, or files in all archives inside of one, that are read; and most files of an archive,
or records of a web archive, that are looked at."""

MAX_ARCHIVE_DEPTH = 2
"""Most archives that a file may lie in, one inside of the other."""

CHILD_SECONDS = 30
"""Longest time that reading one file in the child process may take, in seconds."""

CHILD_START_SECONDS = 30
"""Time that the child process may take to start, in seconds, beside `CHILD_SECONDS`."""

CHILD_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
"""Most memory that the child process which reads foreign formats may take, in bytes."""

CHILD_FILES = 1_000
"""Files after which the child process is replaced by a new one."""

CHILD_KEPT_BYTES = 700 * 1024 * 1024
"""Memory of the child process, in bytes, above which it is replaced after the file that it has read."""

FETCH_SECONDS = 30
"""Longest time that fetching a page may take from the first look-up to its last byte, in seconds."""

FETCH_CONNECT_SECONDS = 10
"""Longest time that one address of a site may take to answer, in seconds."""

FETCH_PAUSE_SECONDS = 1
"""Pause between two requests to one host, in seconds."""

MAX_REDIRECTS = 2
"""Most redirects from an address to its page."""

MAX_ROBOTS_BYTES = 512 * 1024
"""Most of a site's robots.txt that is read, in bytes."""

WRITER_CACHE_KIB = 64 * 1024
"""Page cache of the connection that writes the database, in KiB."""

READER_CACHE_KIB = 16 * 1024
"""Page cache of each connection that reads the database, in KiB."""

COLUMNS_FROM_EVENTS = 50_000
"""Events from which on the dashboard keeps a database's columns in memory."""

COLUMNS_KEPT = 2
"""Most databases whose columns are kept in memory."""

COLUMNS_EVENTS = 20_000
"""Most events that are kept beside them, ready to be shown."""

CHANGES_KEPT = 10_000
"""Most changes of events that a database remembers, for columns in memory to follow; after more they are built anew."""

QUERY_SECONDS = 20
"""Longest time that one question to the database may take, in seconds."""

MAX_IDLE_READERS = 8
"""Most connections that read a database and are kept open while nobody uses them."""

MAX_CHOICES = 1_000
"""Most values that a filter offers, the most frequent first."""

CLOSE_TIMEOUT_MS = 500
"""How long a writer that closes waits for readers, to empty the journal, in milliseconds."""

MAX_PICTURE_PIXELS = 60_000_000
"""Largest picture that is made, in pixels; larger ones are made smaller."""

START_SECONDS = 60
"""How long `dateline serve` waits for the dashboard to answer, in seconds."""

MAX_EXPORT_EVENTS = 100_000
"""Most events in one CSV or JSON file; a picture or a web page shows `MAX_MARKS`."""

MAX_QUOTE_CHARS = 400
"""Longest part of a sentence that a correction quotes to find it again, in characters."""

MAX_SELECTORS = 500
"""Most tellings of one event that a correction quotes; the event is found by most of them."""

MAX_AUTHOR_CHARS = 80
"""Longest name under which a correction is made, in characters."""

MAX_REASON_CHARS = 500
"""Longest reason for a correction, in characters."""

MAX_NOTE_CHARS = 2_000
"""Longest note on an event, in characters."""

MAX_CORRECTION_ACTORS = 100
"""Most actors that a person can give an event."""

MAX_CORRECTIONS_BYTES = 50 * 1024 * 1024
"""Largest file of corrections that is read, in bytes."""

MAX_STAGED_ROWS = 500
"""Most articles in the table in which an upload is confirmed; further ones are added as they are."""

MAX_PROBLEMS = 50
"""Most sentences about files of an upload that cannot be read; of the others the number is told."""

MAX_RESULT_LINES = 500
"""Most lines that tell what came of an addition on the page Add; of the others the number is told."""

MAX_STAGED_TABLES = 10
"""Most tables of an upload whose columns can be chosen on the page Add."""

MAX_MARKED_CHARS = 60_000
"""Longest article in which the reader marks times, actors and events, in characters; longer ones are shown plain."""

MAX_VIEWS = 200
"""Most views of the timeline that a database keeps under a name."""

MAX_VIEW_NAME_CHARS = 80
"""Longest name of a view that is kept, in characters; longer ones are cut."""

MAX_VIEW_ADDRESS_CHARS = 8_000
"""Longest address of a view that is kept, in characters."""

MAX_CORRECTIONS = 100_000
"""Most corrections in one file that is read."""

PARSE_BATCH_CHARS = 60_000
"""Text that is parsed in one go where many articles are read, in characters: more is no faster and takes memory."""

ALONE_DOCUMENTS = 40
"""Most articles that are worked through without starting other processes, which takes seconds."""

CLUSTER_BATCH_BYTES = 60_000
"""Text that one task of a cluster works through, in bytes, up to twice as much: a lost one costs seconds."""

CLUSTER_AHEAD = 3
"""Tasks that wait or run for each thread of a cluster."""

CLUSTER_START_SECONDS = 30
"""How long a scheduler may take to answer, and its first worker to join, in seconds."""

MERGE_ALONE_MENTIONS = 20_000
"""Most event mentions that are put together without starting other processes."""

COUNTED_BYTES = 256 * 1024 * 1024
"""Largest `.jsonl` file whose lines are counted, to tell the time left, in bytes."""

-- The store of Dateline: one SQLite file in WAL mode, written by store/writer.py alone, read by store/query.py.
-- application_id is "Date" in ASCII; user_version counts changes of this file (see store/db.py).
--
-- Days are integers that read as dates (20240619), so that a month is day/100 and a year day/10000. A bound that
-- is open is 0 (no first day) or 99999999 (no last day). What has no date at all has the empty span 99999999..0:
-- no range of days touches it, and first <= last tells the dated from the undated.
--
-- Integer keys called n are the store's own; the ids of documents, actors and events are those of the model.

-- Facts about the database: generation (grows with each write), identity (random, given at birth), unmerged (yes:
-- mentions changed since the events were made), sample, ...
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One article as it was read; what a person corrected stands in the table correction.
CREATE TABLE document (
    n                 INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    text_hash         BLOB NOT NULL,              -- SHA-256 of the normalised text: the same words, the same hash
    name              TEXT NOT NULL,
    title             TEXT,
    publisher         TEXT,
    published         TEXT,                       -- a When as store/codec.py writes it
    published_origin  TEXT,
    url               TEXT,
    language          TEXT NOT NULL,
    anchor            TEXT,                       -- a When: the day from which relative dates were counted
    anchor_origin     TEXT NOT NULL,
    anchor_reason     TEXT NOT NULL,
    anchor_confidence REAL NOT NULL,
    rules_version     TEXT NOT NULL,              -- of the rules that made the mentions; '': to be done again
    published_confidence REAL NOT NULL DEFAULT 1, -- of the date as it was read, 0 to 1
    date_note         TEXT,                       -- what the reader should know of it
    proposed          TEXT,                       -- a When: a date that is likely but not stated
    wire              TEXT                        -- the group of articles with the same text: the smallest id in it
) STRICT;
CREATE INDEX document_text_hash ON document (text_hash);
CREATE INDEX document_wire ON document (wire) WHERE wire IS NOT NULL;

-- The smallest hashes of each article's runs of words: who shares some may carry the same text (dateline/alike.py).
CREATE TABLE sketch (
    hash     INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (n),
    PRIMARY KEY (hash, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketch_document ON sketch (document);

-- Apart from its row, so that lists of documents do not read the articles.
CREATE TABLE document_text (
    document INTEGER PRIMARY KEY REFERENCES document (n),
    text     TEXT NOT NULL
) STRICT;

-- Decisions of people, apart from what the machine found: rows are added, never changed nor taken out, and kept when
-- the article goes, so that they hold again when it is read anew. What is taken back is followed by an 'undo'.
CREATE TABLE correction (
    n         INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,               -- the same in every database
    kind      TEXT NOT NULL,
    made      TEXT NOT NULL,                      -- ISO time, UTC, to the microsecond
    data      TEXT NOT NULL,                      -- JSON: its line in an exported file
    document  TEXT,                               -- of the kind 'published': the id of the article,
    text_hash BLOB,                               -- ... the hash of its text where it is known,
    published TEXT,                               -- ... and its date, a When; NULL: openly unknown
    holds     INTEGER NOT NULL,                   -- worked out: 0 where an undo that holds takes it back
    state     TEXT NOT NULL,                      -- worked out: applied, replaced, idle, lost, undone; '': not yet
    event     TEXT                                -- worked out: id of the event that shows it
) STRICT;
CREATE INDEX correction_document ON correction (document, made) WHERE kind = 'published';
CREATE INDEX correction_text ON correction (text_hash, made) WHERE kind = 'published';

-- What the machine made of the events that corrections may touch (those told in articles that a correction quotes);
-- all others stand in the table event as the machine made them.
CREATE TABLE found_event (
    n    INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    data TEXT NOT NULL                            -- JSON: title, type, status, when, importance, the rest
) STRICT;
CREATE TABLE found_mention (
    event    INTEGER NOT NULL REFERENCES found_event (n),
    place    INTEGER NOT NULL,
    mention  INTEGER NOT NULL REFERENCES mention (n),
    document INTEGER NOT NULL REFERENCES document (n),
    PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_mention_mention ON found_mention (mention);
CREATE INDEX found_mention_document ON found_mention (document);

-- Each form in which an actor was met (its names and offices may grow with better rules). Rows are never changed.
CREATE TABLE actor (
    n      INTEGER PRIMARY KEY,
    id     TEXT NOT NULL,
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    form   TEXT NOT NULL                          -- JSON: the whole Actor
) STRICT;
CREATE INDEX actor_id ON actor (id, kind, n, name);

-- Event mentions. found = 1: what extraction finds today; 0: kept because an event still shows it.
CREATE TABLE mention (
    n        INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (n),
    start    INTEGER NOT NULL,                    -- characters, half-open
    "end"    INTEGER NOT NULL,
    found    INTEGER NOT NULL,
    data     TEXT NOT NULL                        -- JSON: the rest of the EventMention
) STRICT;
CREATE INDEX mention_document ON mention (document, start, "end", n);
CREATE INDEX mention_gone ON mention (n) WHERE found = 0;

-- What merging keeps of each mention, so that a change concerns its own blocks alone (see dateline/merge/renewal.py).
-- A row without a mention is one that went since the last merge.
CREATE TABLE telling (
    n         INTEGER PRIMARY KEY,
    mention   INTEGER UNIQUE REFERENCES mention (n),
    document  INTEGER NOT NULL,
    part      INTEGER NOT NULL,                   -- what likely pairs join has one number; 0: not looked at yet
    own       TEXT,                               -- id that an event has whose first telling it is
    nth       INTEGER NOT NULL DEFAULT 0,         -- of the mentions with this trigger
    wording   INTEGER NOT NULL DEFAULT 0,         -- the same for a reprint
    word      INTEGER NOT NULL DEFAULT 0,         -- the trigger as a number
    rank      INTEGER NOT NULL DEFAULT 0,         -- order in a crowded block
    happening INTEGER,                            -- the event that the machine made of it
    act       INTEGER NOT NULL DEFAULT 0,         -- 1: no statement
    about     INTEGER NOT NULL DEFAULT 0,         -- 1: of the person that the article is about
    keys      BLOB NOT NULL DEFAULT x''           -- its block keys, 6 bytes each
) STRICT;
CREATE INDEX telling_document ON telling (document);
CREATE INDEX telling_part ON telling (part);
CREATE INDEX telling_own ON telling (own);
CREATE INDEX telling_wording ON telling (wording);
CREATE INDEX telling_happening ON telling (happening);

-- Whether an article is an independent source counts in the rank of its events.
CREATE TRIGGER telling_wire AFTER UPDATE OF wire ON document WHEN old.wire IS NOT new.wire BEGIN
    UPDATE telling SET part = -part WHERE document = new.n AND part > 0;
END;

-- Which tellings have a block key.
CREATE TABLE block (
    key     INTEGER NOT NULL,
    telling INTEGER NOT NULL,
    PRIMARY KEY (key, telling)
) STRICT, WITHOUT ROWID;

-- The events that the machine made, before people's corrections: what their rank depends on.
CREATE TABLE happening (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    day        TEXT NOT NULL,                     -- its date; '': none
    weight     REAL NOT NULL,                     -- what it weighs by itself
    importance REAL NOT NULL
) STRICT;
CREATE INDEX happening_day ON happening (day);

-- Ids that events had once, and the events that their tellings are of now.
CREATE TABLE event_alias (
    id    TEXT PRIMARY KEY,
    event TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Merged events: what is searched and sorted; kept narrow, because scans read it.
CREATE TABLE event (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    importance REAL NOT NULL
) STRICT;
CREATE INDEX event_span ON event (first, last);
CREATE INDEX event_importance ON event (importance DESC, id, first, last);

-- ... and what is shown of them.
CREATE TABLE event_card (
    event         INTEGER PRIMARY KEY REFERENCES event (n),
    title         TEXT NOT NULL,
    type          TEXT NOT NULL,
    status        TEXT NOT NULL,
    occurred      TEXT,                           -- a When
    mention_count INTEGER NOT NULL,
    data          TEXT NOT NULL                   -- JSON: the rest of the Event
) STRICT;

CREATE TABLE event_mention (
    event    INTEGER NOT NULL REFERENCES event (n),
    place    INTEGER NOT NULL,                    -- order within the event
    mention  INTEGER NOT NULL REFERENCES mention (n),
    document INTEGER NOT NULL REFERENCES document (n),
    PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_mention_document ON event_mention (document, event);
CREATE INDEX event_mention_mention ON event_mention (mention);

-- Values that filters offer, and how many events have them.
CREATE TABLE facet (
    n      INTEGER PRIMARY KEY,
    field  TEXT NOT NULL,                         -- as in store/facets.py
    value  TEXT NOT NULL,
    events INTEGER NOT NULL DEFAULT 0,
    UNIQUE (field, value)
) STRICT;

-- Who takes part in what and when, in covering order both ways.
CREATE TABLE event_facet (
    facet INTEGER NOT NULL REFERENCES facet (n),
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event (n),
    PRIMARY KEY (facet, first, last, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_facet_event ON event_facet (event, facet);

-- Ways of looking at the timeline that people gave a name: the address without its host.
CREATE TABLE saved_view (
    name    TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    made    TEXT NOT NULL                         -- ISO time, UTC
) STRICT, WITHOUT ROWID;

-- Counts over all events, kept with the writes so that the unfiltered page counts nothing.
CREATE TABLE year_count (
    year   INTEGER PRIMARY KEY,
    events INTEGER NOT NULL
) STRICT;
CREATE TABLE tally (
    name  TEXT PRIMARY KEY,                       -- events, undated, documents (articles behind events), first, last
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which events were written, or have gone, with which of the latest writes (store/changes.py), so that what is kept of
-- them elsewhere can follow. An event's card is written anew whenever anything of it changes but its importance.
CREATE TABLE event_change (
    generation INTEGER NOT NULL,                  -- the number that the database has after the write
    event      INTEGER NOT NULL,
    PRIMARY KEY (generation, event)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_change_put AFTER INSERT ON event_card BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, new.event FROM meta WHERE key = 'generation';
END;
CREATE TRIGGER event_change_gone AFTER DELETE ON event_card BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, old.event FROM meta WHERE key = 'generation';
END;
CREATE TRIGGER event_change_weight AFTER UPDATE OF importance ON event WHEN old.importance <> new.importance BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, new.n FROM meta WHERE key = 'generation';
END;
-- Who was first with an event hangs on its articles' outlets and dates, and these on the dates that people give; one given
-- to an article that has gone holds for those with the same text.
CREATE TRIGGER event_change_told AFTER UPDATE OF publisher, published ON document BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, event FROM meta, event_mention
    WHERE key = 'generation' AND document = new.n;
END;
CREATE TRIGGER event_change_come AFTER INSERT ON document BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, event FROM meta, document d, event_mention l
    WHERE key = 'generation' AND d.text_hash = new.text_hash AND l.document = d.n;
END;
CREATE TRIGGER event_change_left AFTER DELETE ON document BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, event FROM meta, document d, event_mention l
    WHERE key = 'generation' AND d.text_hash = old.text_hash AND l.document = d.n;
END;
CREATE TRIGGER event_change_dated AFTER UPDATE OF holds ON correction WHEN new.kind = 'published' BEGIN
    INSERT OR IGNORE INTO event_change SELECT value + 1, event FROM meta, document d, event_mention l
    WHERE key = 'generation' AND (d.id = new.document OR d.text_hash = new.text_hash) AND l.document = d.n;
END;

-- Full text; the row is the event's n. It keeps the index alone, the words stand in the tables above.
CREATE VIRTUAL TABLE event_words USING fts5 (
    title, evidence, actors,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

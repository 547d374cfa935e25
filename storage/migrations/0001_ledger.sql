-- The tables of the ledger (台账). Times are UTC text (2024-03-12T01:02:03.456789+00:00),
-- days are ISO dates, truth values 0 and 1.

CREATE TABLE areas (                       -- 属地: district > street > community > grid
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('district', 'street', 'community', 'grid')),
    parent TEXT REFERENCES areas (code),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    polygon TEXT                           -- GeoJSON geometry, WGS-84; NULL: not drawn
) STRICT;

CREATE TABLE units (                       -- 责任单位
    code TEXT PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (code),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL
) STRICT;

CREATE TABLE duties (                      -- which unit answers for what, where
    area TEXT NOT NULL REFERENCES areas (code),
    category TEXT NOT NULL,                -- category or sub-category code, or '*'
    unit TEXT NOT NULL REFERENCES units (code),
    PRIMARY KEY (area, category)
) STRICT;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    left_at TEXT                           -- switched off; a new invite switches on again
) STRICT;

CREATE TABLE identities (                  -- how a person is reached; kept apart from people
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (channel, address)
) STRICT;
CREATE INDEX identities_person ON identities (person);

CREATE TABLE seats (                       -- web sessions; the token itself is never kept
    token_hash TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;

CREATE TABLE grants (                      -- roles, given and taken back
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('grid_worker', 'unit_staff', 'supervisor', 'admin')),
    area TEXT REFERENCES areas (code),
    unit TEXT REFERENCES units (code),
    granted_at TEXT NOT NULL,
    ended_at TEXT,
    CHECK ((role = 'unit_staff') = (unit IS NOT NULL)),
    CHECK ((role IN ('grid_worker', 'supervisor')) = (area IS NOT NULL))
) STRICT;
CREATE INDEX grants_person ON grants (person);
CREATE INDEX grants_unit ON grants (unit);
CREATE INDEX grants_area ON grants (area);

CREATE TABLE invites (                     -- single use; the code itself is never kept
    code_hash TEXT PRIMARY KEY,
    role TEXT,                             -- NULL: joins another device to `person`
    area TEXT REFERENCES areas (code),
    unit TEXT REFERENCES units (code),
    person INTEGER REFERENCES people (id), -- the person it joins, or NULL: whoever uses it
    made_by INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    used_by INTEGER
) STRICT;

CREATE TABLE conversations (
    key TEXT PRIMARY KEY,                  -- channel:account:chat
    channel TEXT NOT NULL,
    chat TEXT NOT NULL,
    person INTEGER REFERENCES people (id), -- NULL: a group
    heard_at TEXT NOT NULL,
    issue TEXT NOT NULL DEFAULT '',        -- the issue last spoken of
    asked INTEGER NOT NULL DEFAULT 0,      -- outbox id of the last message with buttons
    blocked_at TEXT
) STRICT;
CREATE INDEX conversations_person ON conversations (person, heard_at);

CREATE TABLE dialogues (                   -- half-finished talk, on any device; one of each kind
    person INTEGER NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    turn INTEGER NOT NULL,                 -- the highest is what the person is in the middle of
    conversation TEXT NOT NULL,
    data TEXT NOT NULL,                    -- JSON
    changed_at TEXT NOT NULL,
    PRIMARY KEY (person, kind)
) STRICT;

CREATE TABLE issues (                      -- 问题; the present state, always equal to its history
    no TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,                  -- resident, patrol
    category TEXT NOT NULL,
    sub_category TEXT NOT NULL,
    area TEXT NOT NULL REFERENCES areas (code),
    place TEXT NOT NULL,                   -- words about the place, cleaned for showing
    lon REAL,                              -- WGS-84
    lat REAL,
    unit TEXT REFERENCES units (code),
    unrouted TEXT NOT NULL DEFAULT '',     -- why no unit was found; key of a text
    verifier INTEGER REFERENCES people (id), -- who has the task to check; NULL: the tray
    request TEXT NOT NULL DEFAULT '',      -- what waits for a supervisor: decline, ask, appeal
    filed_at TEXT NOT NULL,
    dispatched_at TEXT,
    due_at TEXT,
    due_provisional INTEGER NOT NULL DEFAULT 0,
    fixed_at TEXT,                         -- the last reported fix
    closed_at TEXT,
    rework INTEGER NOT NULL DEFAULT 0,
    relapse INTEGER NOT NULL DEFAULT 0,
    objections INTEGER NOT NULL DEFAULT 0,
    kept TEXT REFERENCES issues (no)       -- the issue this one was merged into
) STRICT;
CREATE INDEX issues_unit ON issues (unit, status);
CREATE INDEX issues_verifier ON issues (verifier, status);
CREATE INDEX issues_area ON issues (area, status);

CREATE TABLE numbers (                     -- the last sequence of a day, so that none is skipped
    day TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE receipts (                    -- the code that lets somebody else ask
    no TEXT PRIMARY KEY REFERENCES issues (no),
    code TEXT NOT NULL
) STRICT;

CREATE TABLE follows (                     -- 反映人 and 关注人; apart from issues, so that staff tables hold no reporter
    no TEXT NOT NULL REFERENCES issues (no),
    person INTEGER NOT NULL REFERENCES people (id),
    reporter INTEGER NOT NULL DEFAULT 0,
    since TEXT NOT NULL,
    told_at TEXT,                          -- when the strike-off reached them; starts the 7 days
    PRIMARY KEY (no, person)
) STRICT;
CREATE INDEX follows_person ON follows (person);

CREATE TABLE entries (                     -- 记录: the history; it only grows
    no TEXT NOT NULL REFERENCES issues (no) DEFERRABLE INITIALLY DEFERRED,
    seq INTEGER NOT NULL,
    step TEXT NOT NULL,
    status TEXT NOT NULL,                  -- after the step
    at TEXT NOT NULL,
    actor INTEGER NOT NULL,                -- person, 0: the system
    role TEXT NOT NULL,                    -- the role in which they acted
    unit TEXT,                             -- responsible unit after the step
    facts TEXT NOT NULL,                   -- JSON of codes, dates and counts; no personal data
    PRIMARY KEY (no, seq)
) STRICT;
CREATE INDEX entries_actor ON entries (actor, step);

CREATE TABLE entry_words (                 -- what people wrote, beside the history: erasable
    no TEXT NOT NULL,
    seq INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (no, seq),
    FOREIGN KEY (no, seq) REFERENCES entries (no, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE photos (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    ref TEXT NOT NULL,                     -- what the channel fetches it by
    key TEXT NOT NULL,                     -- the same picture of the same person again
    person INTEGER NOT NULL REFERENCES people (id),
    conversation TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'refused')),
    why TEXT NOT NULL DEFAULT '',          -- key of the text that says why it was refused
    sha256 TEXT,                           -- of the re-encoded bytes: the file's name
    width INTEGER,
    height INTEGER,
    taken_lon REAL,                        -- capture place, WGS-84, until it was offered
    taken_lat REAL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    UNIQUE (channel, person, key)
) STRICT;
CREATE INDEX photos_waiting ON photos (next_at) WHERE state = 'waiting';
CREATE INDEX photos_sha256 ON photos (sha256);

CREATE TABLE entry_photos (
    no TEXT NOT NULL,
    seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    photo INTEGER NOT NULL REFERENCES photos (id),
    PRIMARY KEY (no, seq, position),
    FOREIGN KEY (no, seq) REFERENCES entries (no, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX entry_photos_photo ON entry_photos (photo);

CREATE TABLE inbox (                       -- every update, before it is confirmed to the platform
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    twin TEXT UNIQUE,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'failed')),
    error TEXT NOT NULL DEFAULT ''         -- class of the exception, never its text
) STRICT;
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_conversation ON inbox (conversation, id);

CREATE TABLE outbox (                      -- everything we say, before it is said
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons name it: never used twice
    key TEXT NOT NULL UNIQUE,              -- dedupe: the same news twice is one row
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations (key),
    person INTEGER,
    lane INTEGER NOT NULL,                 -- 0 answers, 1 news, 2 bulk
    body TEXT NOT NULL,                    -- handlers.messages.Outgoing as JSON
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'claimed', 'sent', 'failed', 'unknown', 'held')),
    not_before TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    sent_at TEXT,
    sent_as TEXT,                          -- the platform's name of the message
    error TEXT NOT NULL DEFAULT '',
    tells TEXT NOT NULL DEFAULT ''         -- issue number whose strike-off this message tells
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, lane, id) WHERE state = 'waiting';
CREATE INDEX outbox_pending ON outbox (conversation, lane, id)
    WHERE state IN ('waiting', 'claimed');
CREATE INDEX outbox_claimed ON outbox (id) WHERE state = 'claimed';
CREATE INDEX outbox_conversation ON outbox (conversation, id);
CREATE INDEX outbox_failed ON outbox (id) WHERE state IN ('failed', 'unknown', 'held');

CREATE TABLE wrong_tries (                 -- receipt codes guessed, to slow guessing down
    person INTEGER NOT NULL,
    no TEXT NOT NULL,                      -- the number it was tried on, there or not
    at TEXT NOT NULL
) STRICT;
CREATE INDEX wrong_tries_person ON wrong_tries (person, at);
CREATE INDEX wrong_tries_no ON wrong_tries (no, at);

CREATE TABLE counters (                    -- what is counted and not kept
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (name, day)
) STRICT;

-- The history only grows, by one entry at a time. REPLACE fires no delete trigger, hence the ones
-- before INSERT.
CREATE TRIGGER entries_follow_each_other BEFORE INSERT ON entries
WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM entries WHERE no = NEW.no)
BEGIN SELECT RAISE(ABORT, 'history only grows: an entry is the next one'); END;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'history only grows: entries are never changed'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'history only grows: entries are never deleted'); END;
CREATE TRIGGER entry_photos_never_replaced BEFORE INSERT ON entry_photos
WHEN EXISTS (SELECT 1 FROM entry_photos
             WHERE no = NEW.no AND seq = NEW.seq AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'history only grows: photos stay with their entry'); END;
CREATE TRIGGER entry_photos_never_change BEFORE UPDATE ON entry_photos
BEGIN SELECT RAISE(ABORT, 'history only grows: photos stay with their entry'); END;
CREATE TRIGGER entry_photos_never_go BEFORE DELETE ON entry_photos
BEGIN SELECT RAISE(ABORT, 'history only grows: photos stay with their entry'); END;

CREATE TRIGGER issues_never_replaced BEFORE INSERT ON issues
WHEN EXISTS (SELECT 1 FROM issues WHERE no = NEW.no)
BEGIN SELECT RAISE(ABORT, 'history only grows: an issue is filed once'); END;
CREATE TRIGGER issues_never_go BEFORE DELETE ON issues
BEGIN SELECT RAISE(ABORT, 'history only grows: issues are never deleted'); END;
CREATE TRIGGER issues_never_go_back BEFORE UPDATE OF no, seq ON issues
WHEN NEW.no <> OLD.no OR NEW.seq < OLD.seq
BEGIN SELECT RAISE(ABORT, 'history only grows: an issue stays with its history'); END;

-- 整改不到位,问题不销号. Nothing is struck off without a passed check by another person of
-- another unit, with a photo of their own, later than the last fix; import and stray SQL included.
CREATE TRIGGER issues_begin_open BEFORE INSERT ON issues
WHEN NEW.status NOT IN ('submitted', 'handled')
BEGIN SELECT RAISE(ABORT, 'an issue begins as submitted or handled'); END;

CREATE TRIGGER struck_off_needs_a_check BEFORE UPDATE OF status ON issues
WHEN NEW.status = 'struck_off' AND OLD.status <> 'struck_off' AND NOT EXISTS (
    SELECT 1 FROM entries AS passed
    WHERE passed.no = NEW.no AND passed.seq = NEW.seq AND passed.step = 'verify_pass'
      AND passed.actor <> 0
      AND NOT EXISTS (                     -- and nothing happened since
          SELECT 1 FROM entries AS later WHERE later.no = passed.no AND later.seq > passed.seq)
      AND EXISTS (                         -- a kept photo of their own that no earlier entry has
          SELECT 1 FROM entry_photos AS shown  -- shown, sent after what had to be checked
          JOIN photos ON photos.id = shown.photo
          WHERE shown.no = passed.no AND shown.seq = passed.seq AND photos.state = 'kept'
            AND photos.person = passed.actor
            AND photos.sent_at >= (
                SELECT MAX(since.at) FROM entries AS since
                WHERE since.no = passed.no AND since.step IN
                    ('report_fix', 'file_fixed', 'object', 'verify_fail', 'look_back_fail'))
            AND NOT EXISTS (
                SELECT 1 FROM entry_photos AS earlier JOIN photos AS p ON p.id = earlier.photo
                WHERE p.sha256 = photos.sha256
                  AND earlier.no = passed.no AND earlier.seq < passed.seq))
      AND EXISTS (                         -- after a fix
          SELECT 1 FROM entries AS fix
          WHERE fix.no = passed.no AND fix.seq < passed.seq
            AND fix.step IN ('report_fix', 'file_fixed'))
      AND NOT EXISTS (                     -- by nobody who fixed it
          SELECT 1 FROM entries AS fix
          WHERE fix.no = passed.no AND fix.actor = passed.actor
            AND fix.step IN ('report_fix', 'file_fixed', 'object', 'verify_pass')
            AND fix.seq <> passed.seq)
      AND NOT EXISTS (                     -- nor by anyone of a fixing unit since the dispatch
          SELECT 1 FROM entries AS fix JOIN grants ON grants.unit = fix.unit
          WHERE fix.no = passed.no AND fix.step = 'report_fix' AND grants.person = passed.actor
            AND (grants.ended_at IS NULL OR grants.ended_at >= (
                SELECT MIN(sent.at) FROM entries AS sent
                WHERE sent.no = passed.no AND sent.step = 'dispatch')))
)
BEGIN SELECT RAISE(ABORT, 'struck_off needs a passed check by another person of another unit'); END;

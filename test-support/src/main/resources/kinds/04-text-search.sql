-- Text search.
CREATE TEXT SEARCH PARSER first.splits (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype,
    HEADLINE = prsd_headline);
CREATE TEXT SEARCH PARSER first."splits too" (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE first.likes_simple (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH TEMPLATE first.likes_less (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY first.words (TEMPLATE = first.likes_simple, ACCEPT = false);
CREATE TEXT SEARCH DICTIONARY first."More words" (TEMPLATE = snowball, LANGUAGE = english, STOPWORDS = english);
CREATE TEXT SEARCH DICTIONARY first.bare (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION first.searches (PARSER = first.splits);
ALTER TEXT SEARCH CONFIGURATION first.searches ADD MAPPING FOR asciiword, word WITH first."More words", first.words, simple;
ALTER TEXT SEARCH CONFIGURATION first.searches ADD MAPPING FOR int WITH first.words;
CREATE TEXT SEARCH CONFIGURATION first."Copy" (COPY = english);
CREATE TEXT SEARCH CONFIGURATION first.unmapped (PARSER = "default");
COMMENT ON TEXT SEARCH PARSER first.splits IS 'parser';
COMMENT ON TEXT SEARCH TEMPLATE first.likes_simple IS 'template';
COMMENT ON TEXT SEARCH DICTIONARY first."More words" IS 'dictionary';
COMMENT ON TEXT SEARCH CONFIGURATION first.searches IS 'configuration';
CREATE TABLE first.documents (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('first.searches', body)) STORED);
CREATE INDEX documents_found ON first.documents USING gin (found);
INSERT INTO first.documents VALUES ('cats and dogs 12');

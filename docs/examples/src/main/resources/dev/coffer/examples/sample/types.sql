-- Every kind of column type that Coffer claims to bring back, with the values that are easiest to lose.
CREATE SCHEMA types;

CREATE TABLE types.numbers (
    note text PRIMARY KEY,
    int2 smallint,
    int4 integer,
    int8 bigint,
    exact numeric,
    scaled numeric(10, 3),
    single real,
    double double precision,
    amount money
);
INSERT INTO types.numbers VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('zero', 0, 0, 0, 0, 0, 0, '-0', 0),
    ('smallest', -32768, -2147483648, -9223372036854775808, '-Infinity', -9999999.999, '-Infinity', '-Infinity', '-92233720368547758.08'),
    ('largest', 32767, 2147483647, 9223372036854775807, 'Infinity', 9999999.999, 'Infinity', 'Infinity', '92233720368547758.07'),
    ('not a number', 1, 1, 9007199254740993, 'NaN', 'NaN', 'NaN', 'NaN', 0.01),
    ('shortest', 7, 7, 7, 0.1, 0.100, 0.1, 0.1, 1234.5),
    ('denormal', 8, 8, 8, 1e-200, 0.001, 1e-45, 5e-324, 2),
    ('long', 9, 9, 9, (repeat('1234567890', 100) || '.' || repeat('0987654321', 100))::numeric, 1.5, 16777216, 1.7976931348623157e308, -3),
    ('trailing zeros', 10, 10, 10, 1.2300000, 1.230, 1.23, 1.23, 4);

CREATE TABLE types.texts (
    note text PRIMARY KEY,
    plain text,
    limited character varying(30),
    padded character(6),
    letter "char",
    folded public.citext,
    identifier name,
    flag boolean
);
INSERT INTO types.texts VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('empty', '', '', '', '', '', '', false),
    ('spaces', '  both ends  ', '  ', ' a ', ' ', ' A ', ' n ', true),
    ('line ends', E'cr\rlf\ncrlf\r\nend\n', E'\r\n', E'\n', E'\n', E'\n', E'\n', true),
    ('controls', E'tab\tbell\x07backspace\x08vt\x0bff\x0cescape\x1bdelete\x7f', E'\t', E'\t', E'\x01', E'\t', E'\t', false),
    ('backslashes', E'\\ \\\\ \\n \\N \\. \\x41 \\u0041', E'\\N', E'\\N', E'\\', E'\\N', E'\\N', NULL),
    ('end of copy', E'before\n\\.\nafter', E'\\.', E'\\.', '.', E'\\.', E'\\.', NULL),
    ('null words', 'NULL', 'null', 'NULL', 'N', 'Null', 'NULL', NULL),
    ('quotes', 'a "quoted", ''single'' and `tick`', '"', '""', '"', '","', '"', true),
    ('csv traps', 'a,b;c|d', ',', ';', ',', ',', ',', true),
    ('formulas', '=1+1', '@x', '+1', '-', '=A1', '=', false),
    ('json traps', E'{"a": "\\u0000"} </script> \u2028\u2029', '{}', '[]', '{', 'null', 'x', true),
    ('scripts', 'Zürich Ελλάδα Київ 東京 עברית العربية', 'ıİşğ', 'ß', 'x', 'STRASSE', 'ß', true),
    ('four bytes', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🧬 👩‍🔬 􏿽', '🧬🧬', '🧬', 'x', '🧬', '🧬', true),
    ('combining', U&'e\0301 \00e9 \200b \feff \00a0', U&'\202e', 'a', 'x', 'É', 'x', true),
    ('long', repeat('0123456789 äöü ', 20000), 'x', 'x', 'x', 'x', 'x', true);

CREATE TABLE types.times (
    note text PRIMARY KEY,
    day date,
    moment timestamp without time zone,
    instant timestamp with time zone,
    coarse timestamp(0) with time zone,
    clock time without time zone,
    zoned_clock time with time zone,
    span interval,
    months interval year to month
);
INSERT INTO types.times VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('epoch', '1970-01-01', '1970-01-01 00:00:00', '1970-01-01 00:00:00+00', '1970-01-01 00:00:00+00', '00:00', '00:00+00', '0', '0'),
    ('infinity', 'infinity', 'infinity', 'infinity', 'infinity', '24:00', '24:00-15:59', '178000000 years', '178000000 years'),
    ('minus infinity', '-infinity', '-infinity', '-infinity', '-infinity', '00:00:00.000001', '12:00+15:59', '-178000000 years', '-5 years -3 months'),
    ('before Christ', '0044-03-15 BC', '0044-03-15 12:00:00 BC', '4713-01-01 00:00:00+00 BC', '0001-12-31 23:59:59+00 BC', '23:59:59.999999', '01:02:03.4+05:45', '-1 year +2 months -3 days +04:05:06.789', '1 year 2 months'),
    ('five digits', '12345-06-07', '12345-06-07 08:09:10.111213', '29999-12-31 23:59:59.999999+00', '10000-01-01 00:00:00+00', '12:34:56.7', '12:34:56.7-03:30', '1 day -00:00:01', '-1 month'),
    ('summer', '2024-03-31', '2024-03-31 02:30:00', '2024-03-31 02:30:00+01', '2024-10-27 02:30:00+02', '02:30', '02:30+02', '-100:00:00.5', '14 months');

CREATE TABLE types.bytes_and_bits (
    note text PRIMARY KEY,
    bytes bytea,
    fixed bit(11),
    varying bit varying,
    one bit
);
INSERT INTO types.bytes_and_bits VALUES
    ('null', NULL, NULL, NULL, NULL),
    ('empty', '', B'00000000000', B'', B'0'),
    ('every byte', decode('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', 'hex'), B'10101010101', B'1', B'1'),
    ('looks escaped', '\x5c7830305c3030305c5c', B'11111111111', B'000111000111000111', B'1'),
    ('long', decode(repeat('00ff5c0a0d09', 20000), 'hex'), B'00000000001', repeat('01', 500)::bit varying, B'0');

CREATE TABLE types.networks (
    note text PRIMARY KEY,
    host inet,
    network cidr,
    card macaddr,
    long_card macaddr8
);
INSERT INTO types.networks VALUES
    ('null', NULL, NULL, NULL, NULL),
    ('four', '192.0.2.7', '192.0.2.0/24', '08:00:2b:01:02:03', '08:00:2b:ff:fe:01:02:03'),
    ('four with mask', '192.0.2.7/24', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00'),
    ('six', '2001:db8::1', '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff'),
    ('mapped', '::ffff:192.0.2.7/120', '::/0', '01:02:03:04:05:06', '01:02:03:04:05:06:07:08');

CREATE TABLE types.shapes (
    note text PRIMARY KEY,
    place point,
    endless line,
    segment lseg,
    rectangle box,
    way path,
    area polygon,
    round circle
);
INSERT INTO types.shapes VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('simple', '(1,2)', '{1,-1,0}', '[(0,0),(1,1)]', '(2,2),(0,0)', '((0,0),(1,1),(2,0))', '((0,0),(1,1),(2,0))', '<(0,0),1>'),
    ('open', '(0.1,-0.2)', '{0,1,5}', '[(1,1),(1,1)]', '(1,1),(1,1)', '[(0,0),(1,1)]', '((1,1))', '<(0.1,0.2),0>'),
    ('extreme', '(Infinity,NaN)', '{-1,0,1e300}', '[(1e300,-1e300),(5e-324,0)]', '(Infinity,1),(-Infinity,0)', '((1e-300,0.1))', '((0.1,0.2),(0.30000000000000004,1))', '<(0,0),Infinity>');

CREATE TABLE types.documents (
    note text PRIMARY KEY,
    as_written json,
    parsed jsonb,
    markup xml,
    route jsonpath,
    words tsvector,
    search tsquery,
    pairs public.hstore
);
INSERT INTO types.documents VALUES
    ('sql null', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('json null', 'null', 'null', '', '$', '', '''x''', ''),
    ('kept as written', E'{"b" : 1,\n "a":1.0,\t"a": 2e2 }', '{"b": 1, "a": 1.0, "c": 100000000000000000000000000000.5}', '<a  b = "c"/>', '$.a[*]?(@ > 1)', '''a fat'':1A,3 ''cat'':2B', '''fat'' & !(''cat'' | ''rat'':AB*)', '"a"=>NULL, "b"=>"NULL", "c d"=>"\"\\"'),
    ('strings', '"\ud83e\uddec \u00e9 \/ \b"', '["🧬", "a\"b", "\\", "\n", ""]', '<t>&lt; &amp; ä
second line</t>', '$."key with \"quotes\"\u0020"', '''it''''s'':1 ''\\'':2', '''it''''s'' <2> ''b''', '"quote"=>"''", ""=>""'),
    ('nested', '[[[[[[]]]]], {}]', '{"a": {"b": [{"c": [1, [2, [3]]]}]}}', '<!-- only a comment -->', 'strict $.a.b[last]', '''b'' ''a'' ''c''', '!!''a''', 'k=>v');

CREATE TYPE types.pair AS (left_side text, right_side numeric);
CREATE TYPE types.family AS (name text, members types.pair[], period daterange);
CREATE TYPE types.mood AS ENUM ('', 'so so', 'with "quotes", commas', 'null', 'naïve 😀');
CREATE DOMAIN types.tags AS text[];
CREATE DOMAIN types.short_tags AS types.tags CONSTRAINT few CHECK (cardinality(VALUE) <= 3);
CREATE TYPE types.float_range AS RANGE (subtype = double precision, subtype_diff = float8mi);

CREATE TABLE types.made_of_others (
    note text PRIMARY KEY,
    pair types.pair,
    family types.family,
    mood types.mood,
    moods types.mood[],
    tags types.short_tags
);
INSERT INTO types.made_of_others VALUES
    ('null', NULL, NULL, NULL, NULL, NULL),
    ('nulls inside', ROW(NULL, NULL), ROW(NULL, NULL, NULL), '', '{NULL,"",null}', '{NULL}'),
    ('empty inside', ROW('', 0), ROW('', '{}', 'empty'), 'null', '{}', '{}'),
    ('quoted', ROW('a,b "c" (d) \ e', 1.50), ROW(E'line\nbreak', ARRAY[ROW('x"y', 1)::types.pair, NULL, ROW(NULL, 'NaN')::types.pair], '[2024-01-01,)'), 'with "quotes", commas', '{"with \"quotes\", commas","so so","null"}', '{"a,b","NULL","\\"}'),
    ('deep', ROW('{(","")}', -1), ROW('(', ARRAY[ROW('{', 2)::types.pair], '(,)'), 'naïve 😀', '{naïve 😀}', '{"{}","()"," "}');

CREATE TABLE types.arrays (
    note text PRIMARY KEY,
    numbers integer[],
    texts text[],
    flags boolean[],
    instants timestamp with time zone[],
    blobs bytea[],
    documents jsonb[],
    exact numeric(6, 2)[],
    boxes box[],
    grid integer[]
);
INSERT INTO types.arrays VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('empty', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    ('nulls', '{NULL,1,NULL}', '{NULL,"NULL","null",""}', '{t,NULL,f}', '{NULL}', '{NULL,"\\x"}', '{NULL,"null"}', '{NULL,1.10}', '{NULL}', '{{1,NULL},{NULL,2}}'),
    ('quoted', '{-1}', E'{"a,b","c\\"d","e\\\\f"," g ","{}","line\nbreak"}', '{f}', '{infinity,"2024-02-29 12:00:00+00"}', '{"\\x00ff"}', '{"{\"a\": [1, \"b\"]}"}', '{NaN,-9999.99}', '{(1,1),(0,0);(3,3),(2,2)}', '{{1,2,3},{4,5,6}}'),
    ('bounds', '[0:2]={0,1,2}', '[-1:0]={a,b}', '[5:5]={t}', '[2:2]={-infinity}', '[0:0]={"\\x01"}', '[3:3]={1}', '[7:7]={1.00}', '[0:0]={(1,1),(0,0)}', '[0:1][5:6]={{1,2},{3,4}}'),
    ('deep', '{1,2}', '{x}', '{t}', '{epoch}', '{"\\x"}', '{"[]"}', '{0}', '{(0,0),(0,0)}', '{{{{{{1}}}}}}');

CREATE TABLE types.ranges (
    note text PRIMARY KEY,
    ints int4range,
    longs int8range,
    numbers numrange,
    days daterange,
    moments tsrange,
    instants tstzrange,
    floats types.float_range,
    many_ints int4multirange,
    many_days datemultirange,
    many_floats types.float_multirange,
    listed int4range[]
);
INSERT INTO types.ranges VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', '{}', '{}', '{}', '{}'),
    ('unbounded', '(,)', '[5,)', '(,5]', '(,)', '(,)', '(,)', '(,)', '{(,)}', '{(,)}', '{(,)}', '{"(,)"}'),
    ('bounded', '[1,10)', '[-9223372036854775808,0)', '(0.10,0.20]', '[2024-02-28,2024-03-01)', '["2024-01-01 00:00:00","2024-01-01 12:00:00"]', '["2024-01-01 00:00:00+00",infinity)', '[0.1,0.30000000000000004)', '{[1,3),[7,9)}', '{[2024-01-01,2024-02-01),[2024-03-01,)}', '{[0.1,0.2],(5,Infinity)}', '{"[1,2)",NULL,empty}');

CREATE TABLE types.identifiers (
    note text PRIMARY KEY,
    id uuid,
    object oid,
    relation regclass,
    type_name regtype,
    routine regprocedure,
    namespace regnamespace,
    position pg_lsn,
    snapshot pg_snapshot,
    full_transaction xid8,
    transaction xid,
    command cid,
    row_place tid
);
INSERT INTO types.identifiers VALUES
    ('null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('small', '00000000-0000-0000-0000-000000000000', 0, 'pg_catalog.pg_class', 'integer', 'pg_catalog.length(text)', 'pg_catalog', '0/0', '10:20:10,14,15', '0', '0', '0', '(0,1)'),
    ('large', 'ffffffff-ffff-4fff-bfff-ffffffffffff', 4294967295, 'types.numbers', 'types.mood', 'pg_catalog.lower(text)', 'types', 'FFFFFFFF/FFFFFFFF', '1:1:', '18446744073709551615', '4294967295', '4294967295', '(4294967295,65535)');

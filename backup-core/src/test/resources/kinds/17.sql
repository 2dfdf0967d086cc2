-- What came with version 17.
CREATE COLLATION first.built (provider = builtin, locale = 'C.UTF-8');
CREATE DOMAIN first.named AS integer CONSTRAINT never_null NOT NULL;
CREATE TABLE first.parted_identity (id bigint GENERATED ALWAYS AS IDENTITY, k integer) PARTITION BY LIST (k);
CREATE TABLE first.parted_identity1 PARTITION OF first.parted_identity FOR VALUES IN (1);

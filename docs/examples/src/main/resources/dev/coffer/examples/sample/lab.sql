-- A laboratory: partitions, inheritance, a cycle of foreign keys, an unlogged table.
CREATE SCHEMA lab;

CREATE TABLE lab.groups (
    id integer PRIMARY KEY,
    name text NOT NULL,
    head integer NOT NULL
);
CREATE TABLE lab.people (
    id integer PRIMARY KEY,
    name text NOT NULL,
    group_id integer NOT NULL REFERENCES lab.groups DEFERRABLE INITIALLY DEFERRED,
    reports_to integer REFERENCES lab.people
);
ALTER TABLE lab.groups ADD CONSTRAINT groups_head_fkey FOREIGN KEY (head) REFERENCES lab.people
    DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE lab.measurements (
    id bigint NOT NULL,
    measured_at timestamp with time zone NOT NULL,
    instrument text NOT NULL,
    person integer REFERENCES lab.people,
    reading double precision,
    PRIMARY KEY (id, measured_at, instrument)
) PARTITION BY RANGE (measured_at);
CREATE TABLE lab.measurements_2024 PARTITION OF lab.measurements
    FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE TABLE lab.measurements_2025 PARTITION OF lab.measurements
    FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00')
    PARTITION BY LIST (instrument);
CREATE TABLE lab.measurements_2025_light PARTITION OF lab.measurements_2025 FOR VALUES IN ('photometer', 'fluorimeter');
CREATE TABLE lab.measurements_2025_other PARTITION OF lab.measurements_2025 DEFAULT;
CREATE TABLE lab.measurements_other PARTITION OF lab.measurements DEFAULT;
CREATE INDEX measurements_instrument ON lab.measurements (instrument, measured_at);

CREATE TABLE lab.wells (
    plate integer NOT NULL,
    well character(3) NOT NULL,
    content public.interaction_kind,
    PRIMARY KEY (plate, well)
) PARTITION BY HASH (plate);
CREATE TABLE lab.wells_0 PARTITION OF lab.wells FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE lab.wells_1 PARTITION OF lab.wells FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE lab.wells_2 PARTITION OF lab.wells FOR VALUES WITH (MODULUS 3, REMAINDER 2);

CREATE TABLE lab.samples (
    id integer NOT NULL,
    label text NOT NULL,
    taken date DEFAULT CURRENT_DATE
);
CREATE TABLE lab.frozen_samples (
    degrees numeric(5, 2) NOT NULL
) INHERITS (lab.samples);

CREATE UNLOGGED TABLE lab.scratch (
    key text PRIMARY KEY,
    value bytea
);

CREATE TABLE lab.images (
    name text PRIMARY KEY,
    image oid NOT NULL
);

CREATE SEQUENCE lab.plate_number AS smallint INCREMENT BY -1 MINVALUE -300 MAXVALUE -1 START WITH -1;

INSERT INTO lab.samples VALUES (1, 'yeast, batch 4', '2024-05-01'), (2, 'yeast, batch 5', '2024-05-02');
INSERT INTO lab.frozen_samples VALUES (3, 'liver', '2024-06-30', -80), (4, 'nerve', NULL, -196.5);
INSERT INTO lab.scratch VALUES ('session', '\x00ff5c2e0a'), ('nothing', NULL);
INSERT INTO lab.images VALUES
    ('gel 7', lo_from_bytea(700007, decode(repeat('89504e470d0a1a0a00', 50000), 'hex'))),
    ('empty', lo_from_bytea(700008, '\x'));

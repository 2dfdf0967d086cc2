-- What works on the rows: functions, triggers, views; created when the rows are there.
CREATE FUNCTION touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $touch$
BEGIN
    NEW.updated_at := clock_timestamp(); -- a "comment" with 'quotes' and $$
    RETURN NEW;
END
$touch$;
CREATE TRIGGER proteins_touch BEFORE UPDATE ON proteins
    FOR EACH ROW WHEN (OLD.residues IS DISTINCT FROM NEW.residues) EXECUTE FUNCTION touch();

CREATE FUNCTION shout() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN NEW.source := upper(NEW.source); RETURN NEW; END$$;
CREATE TRIGGER protein_aliases_shout BEFORE INSERT ON protein_aliases
    FOR EACH ROW EXECUTE FUNCTION shout();

CREATE FUNCTION degree(protein bigint) RETURNS bigint
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $$ SELECT count(*) FROM public.interactions WHERE protein IN (protein_a, protein_b) $$;
COMMENT ON FUNCTION degree(bigint) IS 'How many interactions a protein has.';

CREATE FUNCTION heavier_than(kilodaltons numeric DEFAULT 50) RETURNS SETOF proteins
    LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT p.* FROM public.proteins p WHERE p.mass > heavier_than.kilodaltons * 1000::numeric;
    END;

CREATE PROCEDURE forget_protein(protein bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM public.proteins WHERE id = protein;
END
$$;

CREATE FUNCTION longer_of(a text, b text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN length(b) > length(a) THEN b ELSE a END $$;
CREATE AGGREGATE longest(text) (SFUNC = longer_of, STYPE = text, INITCOND = '');

CREATE VIEW named_interactions AS
    SELECT i.id, a.name AS name_a, b.name AS name_b, i.kind, i.score
    FROM interactions i
    JOIN proteins a ON a.id = i.protein_a
    JOIN proteins b ON b.id = i.protein_b;
CREATE VIEW strong_interactions WITH (security_barrier = true) AS
    SELECT n.name_a, n.name_b, n.score
    FROM named_interactions n
    WHERE n.score::double precision > 0.9::double precision;
CREATE VIEW yeast_proteins AS
    SELECT p.id, p.accession, p.name, p.organism_id, p.residues
    FROM proteins p
    WHERE p.organism_id = 1
    WITH CASCADED CHECK OPTION;
CREATE RULE keep_interactions AS ON DELETE TO strong_interactions DO INSTEAD NOTHING;

CREATE MATERIALIZED VIEW hubs AS
    SELECT p.id, p.name, count(*) AS degree
    FROM proteins p
    JOIN interactions i ON p.id = i.protein_a OR p.id = i.protein_b
    GROUP BY p.id, p.name
    HAVING count(*) > 5;
CREATE UNIQUE INDEX hubs_id ON hubs (id);
CREATE MATERIALIZED VIEW hub_degrees AS
    SELECT h.degree, count(*) AS hubs
    FROM hubs h
    GROUP BY h.degree;

COMMENT ON TABLE proteins IS 'Every protein, by its accession; it''s made up';
COMMENT ON COLUMN proteins.residues IS E'One letter each.\n\nNever empty.';
COMMENT ON SCHEMA lab IS 'Partitions, inheritance and a cycle of foreign keys';
COMMENT ON TYPE interaction_kind IS 'How the interaction is known';
COMMENT ON CONSTRAINT interactions_ordered ON interactions IS 'So that no pair stands there twice';
COMMENT ON INDEX proteins_heavy IS 'For the list of large proteins';
COMMENT ON VIEW named_interactions IS 'For reading';
COMMENT ON SEQUENCE complex_number IS 'In steps of 5';
COMMENT ON TRIGGER proteins_touch ON proteins IS 'Keeps updated_at';

-- Sequences stand at places that are easy to lose: never used, used up to the end, used backwards.
SELECT setval('complex_number', 9995, true);
SELECT setval('lab.plate_number', -299, true);
SELECT setval('"Odd ""Names"""."Next, please"', 5, false);

CREATE TABLE organisms (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE proteins (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accession text NOT NULL UNIQUE,
    organism_id int NOT NULL REFERENCES organisms,
    mass numeric(10, 2),
    created_at timestamptz NOT NULL DEFAULT now()
);

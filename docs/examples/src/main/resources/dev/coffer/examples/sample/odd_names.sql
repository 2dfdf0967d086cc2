-- Names that a careless tool breaks on: quotes, line breaks, SQL and psql inside a name, names that differ in case only.
CREATE SCHEMA "Odd ""Names""";

CREATE TABLE "Odd ""Names"""."select" ("from" integer PRIMARY KEY, "where" text, "a,b" text, "c""d" text, "e\f" text,
    U&"g\000Ah" text, "$$" text, "Ünï 🧬" text, " " text);
INSERT INTO "Odd ""Names"""."select" VALUES
    (1, 'w', 'a,b', 'c"d', 'e\f', E'g\nh', '$$', 'ü', ' '),
    (2, NULL, '', NULL, '', NULL, '', NULL, '');

CREATE TABLE "Odd ""Names"""."Users" (id integer PRIMARY KEY);
CREATE TABLE "Odd ""Names"""."users" (id integer PRIMARY KEY, "ID" integer REFERENCES "Odd ""Names"""."Users");
CREATE TABLE "Odd ""Names"""."CON" (id integer);
CREATE TABLE "Odd ""Names"""."../up" (id integer);
CREATE TABLE "Odd ""Names"""."a/b\c:d*e?f" (id integer);
CREATE TABLE "Odd ""Names"""."; DROP TABLE proteins; --" (id integer);
CREATE TABLE "Odd ""Names"""."*/ $$ ' \! %s" (id integer);
CREATE TABLE "Odd ""Names"""."-- starts with dashes" (id integer);
CREATE TABLE "Odd ""Names""".U&"line\000Abreak" (U&"tab\0009here" integer);
CREATE TABLE "Odd ""Names""".U&"right\202Eleft\00A0space" (id integer);
CREATE TABLE "Odd ""Names"""."üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüx" (id integer);
CREATE TABLE "Odd ""Names"""."." ("." integer);
INSERT INTO "Odd ""Names"""."Users" VALUES (1), (2);
INSERT INTO "Odd ""Names"""."users" VALUES (10, 1), (20, NULL);
INSERT INTO "Odd ""Names"""."CON" VALUES (1);
INSERT INTO "Odd ""Names"""."../up" VALUES (2);
INSERT INTO "Odd ""Names"""."a/b\c:d*e?f" VALUES (3);
INSERT INTO "Odd ""Names"""."; DROP TABLE proteins; --" VALUES (4);
INSERT INTO "Odd ""Names"""."*/ $$ ' \! %s" VALUES (5);
INSERT INTO "Odd ""Names"""."-- starts with dashes" VALUES (6);
INSERT INTO "Odd ""Names""".U&"line\000Abreak" VALUES (7);
INSERT INTO "Odd ""Names""".U&"right\202Eleft\00A0space" VALUES (8);
INSERT INTO "Odd ""Names"""."üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüx" VALUES (9);
INSERT INTO "Odd ""Names"""."." VALUES (10);

CREATE SEQUENCE "Odd ""Names"""."Next, please";
CREATE INDEX "index "" on users" ON "Odd ""Names"""."users" ("ID");
COMMENT ON TABLE "Odd ""Names""".U&"line\000Abreak" IS E'A comment\nover two lines; with ''quotes'' and \\ and --';
COMMENT ON COLUMN "Odd ""Names"""."select"."a,b" IS '$$ */ \!';

-- Every fact about the current database that two equal databases share: what it is about, how it is defined, and for tables and
-- sequences a query that tells their content. Run with an empty search_path, so that every name comes with its schema.
WITH members AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), schemas AS (
    SELECT oid, nspname FROM pg_namespace n
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
), relations AS (
    SELECT c.*, c.oid::regclass::text AS name FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
)
-- A partitioned table counts as one: a hash partition may hold other rows than its like in another database.
SELECT 'rows of ' || name, NULL,
       format('SELECT count(*) || '' rows, '' || coalesce(md5(string_agg(h, '''' ORDER BY h COLLATE "C")), ''no hash'') '
           'FROM (SELECT md5(t::text) AS h FROM %s %s AS t) AS hashed',
           CASE WHEN relkind = 'r' THEN 'ONLY' END, name)
FROM relations WHERE relkind IN ('r', 'p', 'm') AND NOT relispartition
UNION ALL
SELECT 'sequence ' || name, concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle),
       format('SELECT last_value || CASE WHEN is_called THEN '' used'' ELSE '' not used'' END FROM %s', name)
FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid
UNION ALL
SELECT 'relation ' || name,
       concat_ws(' ', relkind, relpersistence, relrowsecurity, reloptions::text, obj_description(oid, 'pg_class'),
           pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid), CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
           (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = oid)),
       NULL
FROM relations WHERE relkind NOT IN ('i', 'I', 't')
UNION ALL
SELECT 'column ' || name || '.' || quote_ident(a.attname),
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attislocal,
           pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum)),
       NULL
FROM relations r
JOIN pg_attribute a ON a.attrelid = r.oid
LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
WHERE r.relkind IN ('r', 'p', 'm', 'v', 'c') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || name, concat_ws(' ', pg_get_indexdef(oid), obj_description(oid, 'pg_class')), NULL
FROM relations WHERE relkind IN ('i', 'I')
UNION ALL
SELECT 'constraint ' || quote_ident(c.conname) || ' on '
           || CASE WHEN c.conrelid <> 0 THEN c.conrelid::regclass::text ELSE c.contypid::regtype::text END,
       concat_ws(' ', pg_get_constraintdef(c.oid), obj_description(c.oid, 'pg_constraint')), NULL
FROM pg_constraint c JOIN schemas s ON s.oid = c.connamespace
WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.conrelid)
UNION ALL
SELECT 'trigger ' || quote_ident(t.tgname) || ' on ' || r.name,
       concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger')), NULL
FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rule ' || quote_ident(w.rulename) || ' on ' || r.name, pg_get_ruledef(w.oid), NULL
FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT 'routine ' || p.oid::regprocedure,
       concat_ws(' ', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, a.aggtransfn, a.aggtranstype::regtype, a.agginitval,
           obj_description(p.oid, 'pg_proc')),
       NULL
FROM pg_proc p JOIN schemas s ON s.oid = p.pronamespace LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
UNION ALL
SELECT 'type ' || t.oid::regtype,
       concat_ws(' ', t.typtype, t.typnotnull, t.typdefault, format_type(nullif(t.typbasetype, 0), t.typtypmod), r.rngsubtype::regtype,
           (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
           obj_description(t.oid, 'pg_type')),
       NULL
FROM pg_type t JOIN schemas s ON s.oid = t.typnamespace LEFT JOIN pg_range r ON r.rngtypid = t.oid
WHERE t.typtype IN ('d', 'e', 'r', 'm')
  AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
UNION ALL
SELECT 'schema ' || quote_ident(nspname), obj_description(oid, 'pg_namespace'), NULL FROM schemas
UNION ALL
SELECT 'extension ' || quote_ident(extname), extnamespace::regnamespace::text, NULL FROM pg_extension
UNION ALL
SELECT 'large object ' || oid, NULL, format('SELECT md5(lo_get(%s))', oid) FROM pg_largeobject_metadata

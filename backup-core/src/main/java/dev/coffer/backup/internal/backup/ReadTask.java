package dev.coffer.backup.internal.backup;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one connection reads by one COPY. */
sealed interface ReadTask {
    /** The tables whose rows it reads, in the order of the files. */
    List<Source> sources();

    /** The part of the table, where it reads a part. */
    int part();

    /** The statement, with TO STDOUT. */
    String copy();

    /** Whether each row comes as the number of its table and the text of a record. */
    default boolean together() {
        return false;
    }

    /** A table on its way to the exporters. Only large objects have nothing that could be locked. */
    record Source(
            TableData data,
            @Nullable LiveTable live,
            @Nullable String where) {
        TableName name() {
            return data.name();
        }

        String quoted() {
            return Sql.quote(data.name());
        }

        String columns(String prefix) {
            return data.columns().stream()
                    .map(c -> prefix + Sql.quote(c.name()))
                    .collect(Collectors.joining(", "));
        }

        String oid() {
            return Long.toUnsignedString(live == null ? 0 : live.oid());
        }
    }

    /** A whole table. */
    record Whole(Source source) implements ReadTask {
        @Override
        public List<Source> sources() {
            return List.of(source);
        }

        @Override
        public int part() {
            return 0;
        }

        @Override
        public String copy() {
            List<Column> columns = source.data().columns();
            if (source.where() != null) {
                return "COPY (SELECT " + source.columns("t.") + " FROM ONLY " + source.quoted() + " t WHERE "
                        + source.where() + ") TO STDOUT";
            }
            // Unlike a SELECT, this locks no index.
            String list = columns.isEmpty() ? "" : " (" + source.columns("") + ")";
            return "COPY " + source.quoted() + list + " TO STDOUT";
        }
    }

    /**
     * The rows in a range of pages.
     *
     * @param from the first page
     * @param to the page after the last, or -1 for all that follow
     */
    record Range(Source source, int part, long from, long to) implements ReadTask {
        @Override
        public List<Source> sources() {
            return List.of(source);
        }

        @Override
        public String copy() {
            String range = "t.ctid >= '(" + from + ",0)'::pg_catalog.tid"
                    + (to < 0 ? "" : " AND t.ctid < '(" + to + ",0)'::pg_catalog.tid");
            return "COPY (SELECT " + source.columns("t.") + " FROM ONLY " + source.quoted() + " t WHERE " + range
                    + (source.where() == null ? "" : " AND " + source.where()) + ") TO STDOUT";
        }
    }

    /** Several small tables in one statement: far away each COPY costs round trips (P13). */
    record Together(List<Source> sources) implements ReadTask {
        @Override
        public int part() {
            return 0;
        }

        @Override
        public boolean together() {
            return true;
        }

        @Override
        public String copy() {
            // A cast of the single column would lose what its output function prints: the blanks of char(n).
            return IntStream.range(0, sources.size())
                    .mapToObj(i -> "SELECT " + i + ", ROW(" + sources.get(i).columns("t.")
                            + ")::pg_catalog.text FROM ONLY " + sources.get(i).quoted() + " t")
                    .collect(Collectors.joining(" UNION ALL ", "COPY (", ") TO STDOUT"));
        }
    }

    /** The large objects, in pieces of bounded size. */
    record LargeObjects(Source source) implements ReadTask {
        private static final int PIECE = 262144;
        private static final int READ = 0x40000;

        @Override
        public List<Source> sources() {
            return List.of(source);
        }

        @Override
        public int part() {
            return 0;
        }

        @Override
        public String copy() {
            // Each descriptor is closed at once: the server looks for a free one from the first on.
            return "COPY (SELECT s.oid, o.off, pg_catalog.lo_get(s.oid, o.off, " + PIECE + ") FROM (SELECT f.oid,"
                    + " pg_catalog.lo_lseek64(f.fd, 0, 2) AS size, pg_catalog.lo_close(f.fd) FROM (SELECT m.oid,"
                    + " pg_catalog.lo_open(m.oid, " + READ + ") AS fd FROM (SELECT oid FROM"
                    + " pg_catalog.pg_largeobject_metadata ORDER BY oid) m OFFSET 0) f OFFSET 0) s,"
                    + " pg_catalog.generate_series(0::bigint, greatest(s.size - 1, 0), " + PIECE
                    + "::bigint) o(off)) TO STDOUT";
        }
    }
}

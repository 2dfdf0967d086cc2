package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one table's file, its header read and matched. What Commons CSV says of an error is dropped, since it may
 * quote the file, and with it a value.
 */
final class CsvRecords implements Closeable {
    private static final String DAMAGED = "the file was damaged or edited: take another copy of the backup";
    private static final String CORRECT = "correct it there, or in a copy of the file, and load it again";
    private static final String DIALECT =
            "if another dialect or separator was asked for when the backup was taken, give the strategy the same one";

    private final @Nullable TableName table;
    private final List<String> columns;
    private final String file;
    private final boolean loose;
    private final LimitedReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private int width;
    private long row;
    private long line;

    private CsvRecords(
            InputStream in,
            String file,
            @Nullable TableName table,
            List<String> columns,
            CsvDialect dialect,
            int maxRecordLength,
            boolean loose)
            throws IOException {
        this.table = table;
        this.columns = columns;
        this.file = file;
        this.loose = loose;
        this.width = columns.size();
        this.reader = new LimitedReader(decoded(in, dialect.byteOrderMark() || loose), maxRecordLength, this::tooLong);
        this.parser = CSVParser.builder()
                .setReader(reader)
                .setFormat(dialect.commonsFormat())
                .get();
        this.records = parser.iterator();
    }

    /** The file of a table, as it was written. */
    static CsvRecords of(InputStream in, String file, TableData table, CsvDialect dialect, int maxRecordLength)
            throws IOException {
        return new CsvRecords(in, file, table.name(), names(table), dialect, maxRecordLength, false);
    }

    /** A file that somebody may have edited, for a table: it may begin with a byte order mark and have blank lines. */
    static CsvRecords loose(InputStream in, String file, TableData table, CsvDialect dialect, int maxRecordLength)
            throws IOException {
        return new CsvRecords(in, file, table.name(), names(table), dialect, maxRecordLength, true);
    }

    /** The same, of which no more is known than its name. */
    static CsvRecords unknown(InputStream in, String file, CsvDialect dialect, int maxRecordLength) throws IOException {
        return new CsvRecords(in, file, null, List.of(), dialect, maxRecordLength, true);
    }

    private static List<String> names(TableData table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static Reader decoded(InputStream in, boolean byteOrderMark) throws IOException {
        Reader text = new InputStreamReader(
                in,
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        if (!byteOrderMark) {
            return text;
        }
        PushbackReader pushback = new PushbackReader(text, 1);
        int first = pushback.read();
        if (first >= 0 && first != CsvDialect.BYTE_ORDER_MARK) {
            pushback.unread(first);
        }
        return pushback;
    }

    /** The names of the columns, where which they must be is not known. */
    List<String> names() throws IOException {
        CSVRecord header = requireHeader();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name == null || name.isEmpty()) {
                throw at(Problem.of(ErrorCode.MALFORMED, "field " + (i + 1) + " of the header has no name"))
                        .hint("the first line names the column of each field")
                        .exception();
            }
            if (names.contains(name)) {
                throw at(Problem.of(ErrorCode.MALFORMED, "the header names a column twice"))
                        .column(name)
                        .hint("leave one of them, with its fields")
                        .exception();
            }
            names.add(name);
        }
        width = names.size();
        return names;
    }

    private CSVRecord requireHeader() throws IOException {
        CSVRecord header = read();
        if (header == null) {
            throw at(Problem.of(ErrorCode.MALFORMED, "the file has no header"))
                    .hint(loose ? "the first line names the column of each field" : DAMAGED)
                    .exception();
        }
        return header;
    }

    /** For each column of the table, in which place of the records its field stands. */
    int[] header() throws IOException {
        CSVRecord header = requireHeader();
        if (width == 0) {
            requireEmpty(header);
            return new int[0];
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            places.put(header.get(i), i);
        }
        int[] place = columns.stream()
                .mapToInt(column -> places.getOrDefault(column, -1))
                .toArray();
        if (header.size() != width || Arrays.stream(place).anyMatch(at -> at < 0)) {
            throw otherColumns(header);
        }
        return place;
    }

    private BackupException otherColumns(CSVRecord header) {
        return at(Problem.of(
                        ErrorCode.MALFORMED,
                        "the header has " + header.size() + " columns that are not those of the table: "
                                + String.join(", ", columns)))
                .hint(DIALECT)
                .exception();
    }

    /** The next record, with as many fields as the table has columns; null after the last. */
    @Nullable
    CSVRecord next() throws IOException {
        row++;
        CSVRecord found = read();
        while (loose && width > 1 && found != null && isBlank(found)) {
            found = read();
        }
        if (found != null && width == 0) {
            requireEmpty(found);
        } else if (found != null && found.size() != width) {
            throw at(Problem.of(
                            ErrorCode.MALFORMED,
                            "the record has " + found.size() + " fields and the " + (loose ? "header" : "table") + " "
                                    + width + " columns"))
                    .hint(loose ? CORRECT : DAMAGED)
                    .exception();
        }
        return found;
    }

    private static boolean isBlank(CSVRecord found) {
        return found.size() == 1 && found.get(0) == null;
    }

    /** Where the record that was read last begins. */
    long line() {
        return line;
    }

    /** A record without fields is an empty line, which cannot be told from one field that is NULL. */
    private void requireEmpty(CSVRecord found) {
        if (!isBlank(found)) {
            throw at(Problem.of(ErrorCode.MALFORMED, "the table has no columns, and the line is not empty"))
                    .hint(DAMAGED)
                    .exception();
        }
    }

    private @Nullable CSVRecord read() throws IOException {
        line = parser.getCurrentLineNumber() + 1;
        reader.beginRecord();
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw cause == null ? e : translated(cause);
        }
    }

    private BackupException translated(IOException e) throws IOException {
        if (e instanceof CharacterCodingException) {
            return at(Problem.of(ErrorCode.MALFORMED, "the file is not valid UTF-8"))
                    .hint(loose ? "save it as UTF-8" : DAMAGED)
                    .exception();
        }
        if (e instanceof CSVException) {
            return at(Problem.of(ErrorCode.MALFORMED, "a quoted field does not end, or something follows its end"))
                    .hint(loose ? CORRECT : DAMAGED)
                    .exception();
        }
        throw e;
    }

    private BackupException tooLong() {
        return at(Problem.of(ErrorCode.LIMIT, "a record exceeds the limit that protects the reader"))
                .hint("a longer record is allowed by CsvRestoreStrategy.builder().maxRecordLength(…)")
                .exception();
    }

    /** For what is wrong with a field of the record that was read last. */
    BackupException badText(String column) {
        return at(Problem.of(ErrorCode.MALFORMED, "a value holds U+0000"))
                .column(column)
                .hint(loose ? CORRECT : DAMAGED)
                .exception();
    }

    private Problem at(Problem problem) {
        Problem placed = problem.row(row).file(file).line(line);
        return table == null ? placed : placed.table(table);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}

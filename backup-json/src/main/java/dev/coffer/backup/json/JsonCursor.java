package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser with a memory of where it is, for messages. What Jackson says of an error is dropped, since it quotes the
 * document, and with it perhaps a value.
 */
final class JsonCursor implements Closeable {
    static final String DAMAGED = "the file was damaged or edited: take another copy of the backup";
    static final String EDITED =
            "the file was damaged or edited: take another copy of the backup, or where it was edited on"
                    + " purpose take its rows as they are with JsonRestoreStrategy.builder().acceptEdited()";
    static final String CORRECT = "correct it in the file and restore again";
    static final String CUT_OFF = "the file was cut off: take another copy of the backup";

    private final JsonParser parser;
    private final String file;
    private final long firstLine;
    private @Nullable TableName table;
    private long row;

    /**
     * @param file how messages name it
     * @param firstLine the line of the file that the input begins in, or 0 where that is not known
     */
    JsonCursor(InputStream in, String file, long firstLine, int maxValueLength) throws IOException {
        this.parser = JsonLayout.reading(maxValueLength).createParser(in);
        this.file = file;
        this.firstLine = firstLine;
    }

    /** For what is read in a loop; its Jackson exceptions are given to {@link #translated}. */
    JsonParser parser() {
        return parser;
    }

    void enter(@Nullable TableName table) {
        this.table = table;
        this.row = 0;
    }

    /** Counts a row; 0 before the first and after the last. */
    void row(long row) {
        this.row = row;
    }

    void expect(JsonToken wanted) throws IOException {
        JsonToken found = parser.nextToken();
        if (found != wanted) {
            throw misplaced(found);
        }
    }

    void expectField(String name) throws IOException {
        expect(JsonToken.FIELD_NAME);
        if (!parser.currentName().equals(name)) {
            throw layout();
        }
    }

    String expectText() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    String expectText(String field) throws IOException {
        expectField(field);
        return expectText();
    }

    /** To the end of the current object or array. */
    void skip() throws IOException {
        parser.skipChildren();
        if (parser.currentToken() == null || !parser.currentToken().isStructEnd()) {
            throw misplaced(null);
        }
    }

    /** Where the current token begins, in bytes. */
    long offset() {
        return parser.currentTokenLocation().getByteOffset();
    }

    /** The line of the file that has been read last. */
    long line() {
        return firstLine + parser.currentTokenLocation().getLineNr() - 1;
    }

    BackupException misplaced(@Nullable JsonToken found) {
        return found == null ? malformed("the file ends before its end", CUT_OFF) : layout();
    }

    BackupException layout() {
        return malformed("the document is not laid out as this format is", DAMAGED);
    }

    BackupException malformed(String what, String hint) {
        return at(Problem.of(ErrorCode.MALFORMED, what)).hint(hint).exception();
    }

    BackupException malformed(String what, String hint, String column) {
        return at(Problem.of(ErrorCode.MALFORMED, what))
                .column(column)
                .hint(hint)
                .exception();
    }

    BackupException translated(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return at(Problem.of(ErrorCode.LIMIT, "the document exceeds a limit that protects the reader"))
                    .hint("a longer value is allowed by JsonRestoreStrategy.builder().maxValueLength(…)")
                    .exception();
        }
        if (e instanceof JsonEOFException) {
            return malformed("the file ends before its end", CUT_OFF);
        }
        return malformed("the file is not valid JSON", DAMAGED);
    }

    private Problem at(Problem problem) {
        Problem placed = problem.file(file).row(row);
        if (table != null) {
            placed = placed.table(table);
        }
        return firstLine > 0 ? placed.line(firstLine + parser.currentLocation().getLineNr() - 1) : placed;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}

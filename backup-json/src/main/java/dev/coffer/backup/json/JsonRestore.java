package dev.coffer.backup.json;

import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.util.List;

@SuppressWarnings("unused") // goes with the stub
final class JsonRestore implements RowRestore {
    JsonRestore(RestoreContext run, int maxValueLength) {}

    @Override
    public void rows(TableData table, List<String> columns, RowSink into) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void close() {}
}

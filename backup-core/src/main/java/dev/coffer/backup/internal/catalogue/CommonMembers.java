package dev.coffer.backup.internal.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.coffer.backup.spi.Column;
import java.io.IOException;
import java.util.List;

/** What {@code schema.json} and {@code manifest.json} both say, in the same members. */
public final class CommonMembers {
    private CommonMembers() {}

    /** Writes the member {@code columns} of a table. */
    public static void columns(List<Column> columns, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("columns");
        for (Column column : columns) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", column.type());
            json.writeNumberField("typeOid", column.typeOid());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes what every server has into the object that has been begun. */
    public static void server(ServerInfo server, JsonGenerator json) throws IOException {
        json.writeStringField("version", server.version());
        json.writeNumberField("versionNumber", server.versionNumber());
        json.writeStringField("database", server.database());
        json.writeStringField("databaseId", server.databaseId());
        json.writeStringField("encoding", server.encoding());
        json.writeStringField("localeProvider", server.localeProvider());
        json.writeStringField("collate", server.collate());
        json.writeStringField("ctype", server.ctype());
    }
}

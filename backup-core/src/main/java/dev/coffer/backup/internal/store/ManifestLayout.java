package dev.coffer.backup.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/** One line for each member of the manifest, and one for each element of those that are arrays; the rest on that line. */
final class ManifestLayout implements PrettyPrinter {
    private static final int MEMBERS = 1;
    private static final int ELEMENTS = 2;

    private int depth;

    @Override
    public void writeRootValueSeparator(JsonGenerator out) {}

    @Override
    public void writeStartObject(JsonGenerator out) throws IOException {
        out.writeRaw('{');
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) throws IOException {
        if (depth == MEMBERS) {
            newLine(out);
        }
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
        separate(out, MEMBERS);
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
        depth--;
        out.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator out) throws IOException {
        out.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator out) throws IOException {
        if (depth == ELEMENTS) {
            newLine(out);
        }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
        separate(out, ELEMENTS);
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) throws IOException {
        depth--;
        if (depth == MEMBERS && values > 0) {
            newLine(out);
        }
        out.writeRaw(']');
    }

    private void separate(JsonGenerator out, int depthOfLines) throws IOException {
        out.writeRaw(',');
        if (depth == depthOfLines) {
            newLine(out);
        } else {
            out.writeRaw(' ');
        }
    }

    private void newLine(JsonGenerator out) throws IOException {
        out.writeRaw('\n');
        for (int i = 0; i < depth; i++) {
            out.writeRaw("  ");
        }
    }
}

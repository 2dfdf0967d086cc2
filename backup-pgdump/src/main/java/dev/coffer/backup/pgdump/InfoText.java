package dev.coffer.backup.pgdump;

/** This format's part of {@code BACKUP_INFO.txt}. */
final class InfoText {
    private InfoText() {}

    static String of(DumpSettings settings) {
        StringBuilder text = new StringBuilder();
        switch (settings.layout()) {
            case CUSTOM -> dump(text, DumpSettings.CUSTOM_FILE);
            case DIRECTORY -> dump(text, DumpSettings.DIRECTORY);
            case PLAIN ->
                text.append("  The SQL of pg_dump, into a new and empty database:\n")
                        .append("    psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f " + DumpSettings.PLAIN_FILE + "\n");
        }
        if (settings.dataSql()) {
            text.append("  The rows alone, into empty tables that exist:\n")
                    .append("    psql -X -v ON_ERROR_STOP=1 -1 -d existing_db -f " + DumpSettings.DATA_FILE + "\n");
        }
        return text.toString();
    }

    private static void dump(StringBuilder text, String name) {
        text.append("  The dump of pg_dump, into a new and empty database:\n")
                .append("    pg_restore --single-transaction --no-owner --dbname=new_db ")
                .append(name)
                .append('\n')
                .append("  What is in it:\n")
                .append("    pg_restore --list ")
                .append(name)
                .append('\n');
    }
}

package dev.coffer.backup.internal.schema;

/** Whether an entry comes before or after the rows. */
public enum Section {
    PRE_DATA("pre-data"),
    POST_DATA("post-data");

    private final String text;

    Section(String text) {
        this.text = text;
    }

    /** As the catalogue document writes it. */
    @Override
    public String toString() {
        return text;
    }
}

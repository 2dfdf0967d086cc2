package dev.coffer.examples;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Makes up the rows of the sample's larger tables. */
final class SampleRows {
    private static final int PROTEINS = 1_424;
    private static final int INTERACTIONS = 2_419;
    private static final int ALIASES = 6_618;
    private static final int MEASUREMENTS = 480;
    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");
    private static final List<String> KINDS = List.of("physical", "genetic", "predicted", "somebody's guess");
    private static final List<String> SOURCES = List.of("UniProt", "GeneCards", "hand-made", "Ensembl, old");
    private static final List<String> INSTRUMENTS = List.of("photometer", "fluorimeter", "balance");

    private final Connection connection;
    private final SplittableRandom random = new SplittableRandom(20_251_012);

    SampleRows(Connection connection) {
        this.connection = connection;
    }

    void write() throws SQLException {
        copy("organisms (id, name, taxon, ancestors)", organisms());
        copy(
                "proteins (accession, name, organism_id, residues, mass, features, labels, created_at, updated_at)",
                proteins());
        copy("protein_aliases (protein_id, alias, source)", aliases());
        copy("interactions (protein_a, protein_b, kind, score, evidence, created_at)", interactions());
        copy("complexes (number, name, part_of, studied, active_site)", complexes());
        copy("complex_members (complex_number, protein_id, copies, spans)", members());
        copy("complex_interactions (complex_number, interaction_id, confirmed)", confirmations());
        copy("lab.groups (id, name, head)", List.of(row(1, "Structure", 1), row(2, "Cells", 4)));
        copy("lab.people (id, name, group_id, reports_to)", people());
        copy("lab.measurements (id, measured_at, instrument, person, reading)", measurements());
        copy("lab.wells (plate, well, content)", wells());
    }

    private static List<String> organisms() {
        return List.of(
                row(1, "Saccharomyces cerevisiae", 559292, "{131567,2759,4751}"),
                row(2, "Homo sapiens", 9606, "{131567,2759,33208,9443}"),
                row(3, "Escherichia coli", 83333, "{131567,2,1224}"),
                row(4, "Nobody's organism", 0, "{}"));
    }

    private List<String> proteins() {
        return rows(
                PROTEINS,
                i -> row(
                        accession(i),
                        i % 97 == 0 ? null : "Protein " + word(i) + (i % 50 == 0 ? "\n(second line)" : ""),
                        1 + i % 3,
                        residues(60 + random.nextInt(60)),
                        i % 31 == 0 ? null : text("%d.%04d", random.nextInt(5_000, 180_000), random.nextInt(10_000)),
                        i % 10 == 0
                                ? "{}"
                                : text(
                                        "{\"go\": [\"GO:%07d\", \"GO:%07d\"], \"reviewed\": %b, \"depth\": %d.5}",
                                        random.nextInt(99_999), i, i % 2 == 0, i % 7),
                        i % 4 == 0 ? null : text("\"chain\"=>\"%c\", \"note\"=>NULL", 'A' + i % 26),
                        BEGINNING.plus(Duration.ofMinutes(i).plusNanos(i * 1_000L)),
                        i % 5 == 0 ? BEGINNING.plus(Duration.ofDays(i % 600)) : null));
    }

    private List<String> aliases() {
        return rows(
                ALIASES,
                i -> row(
                        protein(i % PROTEINS),
                        i % 333 == 0 ? "tab\tand \\backslash " + i : word(i) + "-" + (1 + i % 40),
                        SOURCES.get(random.nextInt(SOURCES.size()))));
    }

    private List<String> interactions() {
        TreeSet<Long> pairs = new TreeSet<>();
        while (pairs.size() < INTERACTIONS) {
            // Few proteins meet many others, as in nature.
            int a = (int) (PROTEINS * Math.pow(random.nextDouble(), 4));
            int b = random.nextInt(PROTEINS);
            if (a != b) {
                pairs.add((long) Math.min(a, b) * PROTEINS + Math.max(a, b));
            }
        }
        List<Long> inOrder = List.copyOf(pairs);
        return rows(
                INTERACTIONS,
                i -> row(
                        protein((int) (inOrder.get(i) / PROTEINS)),
                        protein((int) (inOrder.get(i) % PROTEINS)),
                        KINDS.get(random.nextInt(KINDS.size())),
                        i % 11 == 0 ? null : random.nextDouble(),
                        i % 9 == 0
                                ? "{}"
                                : text("{\"PMID:%d\",\"two hybrid, \\\"pooled\\\"\",NULL}", random.nextInt(9_999_999)),
                        BEGINNING.plus(Duration.ofHours(i))));
    }

    private static List<String> complexes() {
        return List.of(
                row(100, "Ribosome", null, "[2024-01-01,2024-02-01)", "(A,\"[3,17)\",binds)"),
                row(105, "Large subunit", 100, null, null),
                row(110, "Small subunit", 100, "empty", "(,,)"),
                row(115, "Proteasome", null, "[2024-03-01,)", "(B,empty,\"two \"\"sites\"\", (one open)\")"));
    }

    private List<String> members() {
        return rows(
                60,
                i -> row(
                        100 + 5 * (i % 4),
                        protein(i * 7),
                        1 + i % 3,
                        i % 3 == 0 ? null : text("{\"(%c,\\\"[%d,%d)\\\",)\",NULL}", 'A' + i % 26, i, i + 40)));
    }

    private List<String> confirmations() {
        return rows(14, i -> row(100 + 5 * (i % 4), 1 + i * 13, i % 2 == 0));
    }

    private static List<String> people() {
        return List.of(
                row(1, "Ada", 1, null),
                row(2, "Grace", 1, 1),
                row(3, "Emmy", 1, 2),
                row(4, "Rosalind", 2, null),
                row(5, "Barbara", 2, 4));
    }

    private List<String> measurements() {
        return rows(
                MEASUREMENTS,
                i -> row(
                        i,
                        BEGINNING.plus(Duration.ofHours(60L * i)),
                        INSTRUMENTS.get(i % 3),
                        1 + i % 5,
                        i % 40 == 0 ? null : random.nextDouble() / 3));
    }

    private List<String> wells() {
        return rows(
                96,
                i -> row(i / 24, text("%c%02d", 'A' + i % 8, 1 + i % 24 / 8), i % 6 == 0 ? null : KINDS.get(i % 4)));
    }

    private static String accession(int i) {
        return text("%c%dPX%c%d", 'A' + i % 26, i / 26 % 10, 'A' + i / 260, i % 10);
    }

    private static long protein(int i) {
        return 1000 + 3L * i;
    }

    private static String word(int i) {
        List<String> syllables = List.of("ka", "rin", "ö", "mu", "tel", "β", "so", "phos", "ly", "dase");
        return syllables.get(i % 10) + syllables.get(i / 10 % 10) + syllables.get(i / 100 % 10);
    }

    private String residues(int length) {
        return random.ints(length, 0, 20)
                .mapToObj(i -> "ACDEFGHIKLMNPQRSTVWY".substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static List<String> rows(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).toList();
    }

    /** A line of COPY text. */
    private static String row(@Nullable Object... fields) {
        return Arrays.stream(fields).map(SampleRows::field).collect(Collectors.joining("\t", "", "\n"));
    }

    private static String field(@Nullable Object value) {
        return value == null
                ? "\\N"
                : value.toString().replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private void copy(String table, List<String> rows) throws SQLException {
        try {
            long copied = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new StringReader(String.join("", rows)));
            if (copied != rows.size()) {
                throw new IllegalStateException(table + " received " + copied + " rows, not " + rows.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.coffer.backup.internal.connect;

import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * What becomes of one of libpq's parameters.
 *
 * @param name as it stands in a connection string
 * @param variable the environment variable that gives it, or null
 * @param supported what becomes of it, for the reference page; null where it is refused
 * @param hint what to do instead, where it is refused
 * @param mapping sets the driver's properties; null where it is refused, or where the target as a whole is made from it
 */
record LibpqParameter(
        String name,
        @Nullable String variable,
        @Nullable String supported,
        @Nullable String hint,
        @Nullable Mapping mapping) {

    /** Hands a value to the driver, or refuses it. */
    @FunctionalInterface
    interface Mapping {
        void apply(Given given, Properties driver);
    }

    /** One that says where to connect, or as whom. */
    static LibpqParameter target(String name, @Nullable String variable, String supported) {
        return new LibpqParameter(name, variable, supported, null, null);
    }

    /** One that the driver has under another name, with any value. */
    static LibpqParameter same(String name, @Nullable String variable, PGProperty property) {
        return mapped(name, variable, driver(property), (given, driver) -> property.set(driver, given.value()));
    }

    /** One that the driver has with these values. */
    static LibpqParameter choice(String name, @Nullable String variable, PGProperty property, String... values) {
        return mapped(
                name,
                variable,
                driver(property) + ": " + String.join(", ", values),
                (given, driver) -> property.set(driver, given.oneOf(values)));
    }

    /** One that only has values which are what happens anyway. */
    static LibpqParameter only(String name, @Nullable String variable, String hint, String... values) {
        return mapped(
                name, variable, "only " + String.join(", ", values) + ", which is what happens", (given, driver) -> {
                    if (!Arrays.asList(values).contains(given.value())) {
                        throw given.wrong("has a value that is not supported", hint);
                    }
                });
    }

    static LibpqParameter mapped(String name, @Nullable String variable, String supported, Mapping mapping) {
        return new LibpqParameter(name, variable, supported, null, mapping);
    }

    static LibpqParameter refused(String name, @Nullable String variable, String hint) {
        return new LibpqParameter(name, variable, null, hint, null);
    }

    void apply(Given given, Properties driver) {
        if (hint != null) {
            throw given.refused(hint);
        }
        if (mapping != null) {
            mapping.apply(given, driver);
        }
    }

    private static String driver(PGProperty property) {
        return "the driver's `" + property.getName() + "`";
    }

    /** The row of the reference page. */
    String markdown() {
        return "| `" + name + "` | " + (variable == null ? "" : "`" + variable + "`") + " | "
                + (supported == null ? "refused: " + hint : supported) + " |";
    }
}

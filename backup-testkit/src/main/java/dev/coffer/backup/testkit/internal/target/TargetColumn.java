package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import org.jspecify.annotations.Nullable;

/**
 * A column of the target.
 *
 * @param name unquoted
 * @param type as {@code format_type} prints it
 * @param base the name of the built-in type below domains, such as {@code jsonb}; another type's name otherwise
 * @param array whether it is an array
 * @param required whether it is NOT NULL and has no default
 * @param generated whether the server alone gives it values
 * @param defaulted whether it has a default, or is an identity
 * @param changing whether its default is different at every run, such as {@code now()}
 * @param sequence what its default takes values from, or null
 */
public record TargetColumn(
        String name,
        String type,
        String base,
        boolean array,
        boolean required,
        boolean generated,
        boolean defaulted,
        boolean changing,
        @Nullable TableName sequence) {
    /** Whether it takes any JSON as it is. */
    public boolean json() {
        return base.equals("json") || base.equals("jsonb");
    }

    /** Whether values are numbers, equal whatever zeros they are written with. */
    public boolean numeric() {
        return switch (base) {
            case "int2", "int4", "int8", "numeric", "float4", "float8" -> true;
            default -> false;
        };
    }
}

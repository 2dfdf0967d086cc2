package dev.coffer.backup.internal.connect;

import java.util.Map;

/** PostgreSQL's own names for the errors whose text may carry values of rows, so that the name can stand for the text. */
final class Conditions {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("22000", "data_exception"),
            Map.entry("22001", "string_data_right_truncation"),
            Map.entry("22003", "numeric_value_out_of_range"),
            Map.entry("22004", "null_value_not_allowed"),
            Map.entry("22007", "invalid_datetime_format"),
            Map.entry("22008", "datetime_field_overflow"),
            Map.entry("2200G", "most_specific_type_mismatch"),
            Map.entry("2200L", "not_an_xml_document"),
            Map.entry("2200M", "invalid_xml_document"),
            Map.entry("2200N", "invalid_xml_content"),
            Map.entry("22011", "substring_error"),
            Map.entry("22012", "division_by_zero"),
            Map.entry("22019", "invalid_escape_character"),
            Map.entry("2201B", "invalid_regular_expression"),
            Map.entry("22021", "character_not_in_repertoire"),
            Map.entry("22023", "invalid_parameter_value"),
            Map.entry("22025", "invalid_escape_sequence"),
            Map.entry("22026", "string_data_length_mismatch"),
            Map.entry("2202E", "array_subscript_error"),
            Map.entry("22030", "duplicate_json_object_key_value"),
            Map.entry("22032", "invalid_json_text"),
            Map.entry("22P01", "floating_point_exception"),
            Map.entry("22P02", "invalid_text_representation"),
            Map.entry("22P03", "invalid_binary_representation"),
            Map.entry("22P04", "bad_copy_file_format"),
            Map.entry("22P05", "untranslatable_character"),
            Map.entry("22P06", "nonstandard_use_of_escape_character"),
            Map.entry("23000", "integrity_constraint_violation"),
            Map.entry("23001", "restrict_violation"),
            Map.entry("23502", "not_null_violation"),
            Map.entry("23503", "foreign_key_violation"),
            Map.entry("23505", "unique_violation"),
            Map.entry("23514", "check_violation"),
            Map.entry("23P01", "exclusion_violation"),
            Map.entry("P0000", "plpgsql_error"),
            Map.entry("P0001", "raise_exception"),
            Map.entry("P0002", "no_data_found"),
            Map.entry("P0003", "too_many_rows"),
            Map.entry("P0004", "assert_failure"));

    private Conditions() {}

    /** Whether the server's text of this error may hold the value of a row. */
    static boolean mayHoldValues(String sqlState) {
        // A trigger may raise any code of any class; these are the classes that are made to carry values.
        return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("P0");
    }

    /** The condition's name, or that of its class. */
    static String name(String sqlState) {
        String name = NAMES.get(sqlState);
        if (name != null) {
            return name;
        }
        return switch (sqlState.substring(0, 2)) {
            case "22" -> "data_exception";
            case "23" -> "integrity_constraint_violation";
            case "P0" -> "plpgsql_error";
            default -> "error";
        };
    }
}

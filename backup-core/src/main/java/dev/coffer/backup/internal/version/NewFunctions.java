package dev.coffer.backup.internal.version;

import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import dev.coffer.backup.internal.version.Versions.Newer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server's own functions that came with a version, under names that it did not have before. Objects that call one do not say so in
 * {@code pg_depend}, but the server prints them without a schema, and all others with one, since the search path is empty. A new function
 * under an old name is known by how many arguments it takes, such as {@code random(1, 6)}; one that takes as many as an old one, such as
 * {@code reverse('\x01'::bytea)}, is not told from that.
 */
final class NewFunctions {
    /** What SQL can call: functions for the inside of the server and those that watch or upgrade it are left out. */
    static final Map<Integer, Set<String>> SINCE = Map.of(
            15,
            names("has_parameter_privilege pg_backup_start pg_backup_stop pg_database_collation_actual_version "
                    + "pg_get_wal_resource_managers pg_ident_file_mappings pg_ls_logicalmapdir pg_ls_logicalsnapdir "
                    + "pg_ls_replslotdir pg_settings_get_flags pg_stat_force_next_flush pg_stat_get_recovery_prefetch "
                    + "pg_stat_get_subscription_stats pg_stat_have_stats pg_stat_reset_subscription_stats "
                    + "pg_stop_making_pinned_objects regexp_count regexp_instr regexp_like regexp_substr xid8_larger "
                    + "xid8_smaller"),
            16,
            names(
                    "any_value any_value_transfn array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict "
                            + "json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict "
                            + "jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info "
                            + "pg_input_is_valid pg_log_standby_snapshot pg_split_walfile_name pg_stat_get_backend_subxact "
                            + "pg_stat_get_db_conflict_logicalslot pg_stat_get_io pg_stat_get_lastscan "
                            + "pg_stat_get_tuples_newpage_updated pg_stat_get_xact_tuples_newpage_updated random_normal system_user"),
            17,
            names(
                    "icu_unicode_version jsonb_populate_record_valid pg_available_wal_summaries pg_basetype "
                            + "pg_column_toast_chunk_id pg_get_wait_events pg_get_wal_summarizer_state "
                            + "pg_stat_get_checkpointer_buffers_written pg_stat_get_checkpointer_num_requested "
                            + "pg_stat_get_checkpointer_num_timed pg_stat_get_checkpointer_restartpoints_performed "
                            + "pg_stat_get_checkpointer_restartpoints_requested pg_stat_get_checkpointer_restartpoints_timed "
                            + "pg_stat_get_checkpointer_stat_reset_time pg_stat_get_checkpointer_sync_time "
                            + "pg_stat_get_checkpointer_write_time pg_sync_replication_slots pg_wal_summary_contents to_bin to_oct "
                            + "to_regtypemod unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version xmltext"),
            18,
            names("array_reverse array_sort bytea bytea_larger bytea_smaller casefold crc32 crc32c gamma "
                    + "gist_translate_cmptype_common has_largeobject_privilege hashbool hashboolextended hashbytea "
                    + "hashbyteaextended hashcid hashcidextended hashdate hashdateextended hashxid hashxid8 hashxid8extended "
                    + "hashxidextended lgamma pg_clear_attribute_stats pg_clear_relation_stats pg_get_acl pg_get_aios "
                    + "pg_get_loaded_modules pg_get_sequence_data pg_get_shmem_allocations_numa pg_ls_summariesdir "
                    + "pg_numa_available pg_restore_attribute_stats pg_restore_relation_stats pg_stat_get_backend_io "
                    + "pg_stat_get_backend_wal pg_stat_get_checkpointer_num_performed pg_stat_get_checkpointer_slru_written "
                    + "pg_stat_get_db_parallel_workers_launched pg_stat_get_db_parallel_workers_to_launch "
                    + "pg_stat_get_total_analyze_time pg_stat_get_total_autoanalyze_time pg_stat_get_total_autovacuum_time "
                    + "pg_stat_get_total_vacuum_time pg_stat_reset_backend_stats pg_timezone_abbrevs_abbrevs "
                    + "pg_timezone_abbrevs_zone record_larger record_smaller timestamptz_hash timestamptz_hash_extended uuidv4 "
                    + "uuidv7"));

    /** Names that were there before, with a number of arguments that none of that name took. */
    static final Map<Integer, Set<String>> ARGUMENTS_SINCE = Map.of(
            15,
            names("regexp_replace/5 regexp_replace/6"),
            16,
            names("generate_series/4 pg_read_binary_file/2 pg_read_file/2"),
            17,
            names(
                    "pg_create_logical_replication_slot/5 pg_logical_emit_message/4 pg_stat_reset_shared/0 pg_stat_reset_slru/0 "
                            + "random/2 timezone/1"),
            18,
            names("json_strip_nulls/2 jsonb_strip_nulls/2"));

    private static final Set<String> BEFORE_A_NAME = Set.of("AS", "WITH", "RECURSIVE");
    private static final Set<String> BEFORE_A_TABLE = Set.of("FROM", "JOIN");

    private final Map<String, Integer> names;
    private final Pattern call;

    private NewFunctions(Map<String, Integer> names) {
        this.names = names;
        this.call = Pattern.compile("\\b(?:"
                + names.keySet().stream()
                        .map(name -> name.replaceFirst("/.*", ""))
                        .distinct()
                        .collect(Collectors.joining("|"))
                + ")\\(");
    }

    private static Set<String> names(String names) {
        return Set.of(names.split(" "));
    }

    /** Those that a server of this major version lacks. */
    static NewFunctions after(int major) {
        Map<String, Integer> names = new HashMap<>();
        Stream.of(SINCE, ARGUMENTS_SINCE)
                .forEach(some -> some.forEach((since, all) -> {
                    if (since > major) {
                        all.forEach(name -> names.put(name, since));
                    }
                }));
        return new NewFunctions(names);
    }

    /** One that a statement calls, or null. */
    @Nullable
    Newer in(String statement) {
        if (names.isEmpty() || !call.matcher(statement).find()) {
            return null;
        }
        List<Token> tokens = SqlTokens.of(statement).tokens();
        for (int i = 1; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Kind.WORD || !tokens.get(i + 1).symbol('(')) {
                continue;
            }
            String name = statement.substring(token.start(), token.end());
            int arguments = arguments(tokens, i + 1);
            Integer byName = names.get(name);
            Integer byArguments = names.get(name + "/" + arguments);
            if (byName != null && calls(tokens, i)) {
                return new Newer("the function " + name, byName);
            }
            if (byArguments != null && calls(tokens, i)) {
                return new Newer("the function " + name + " with " + arguments + " arguments", byArguments);
            }
        }
        return null;
    }

    private static int arguments(List<Token> tokens, int open) {
        int depth = 0;
        int arguments = tokens.get(Math.min(open + 1, tokens.size() - 1)).symbol(')') ? 0 : 1;
        for (int i = open; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.symbol('(') || token.symbol('[')) {
                depth++;
            } else if ((token.symbol(')') || token.symbol(']')) && --depth == 0) {
                break;
            } else if (depth == 1 && token.symbol(',')) {
                arguments++;
            }
        }
        return arguments;
    }

    /** Not the name of something else with a list of columns behind it. */
    private static boolean calls(List<Token> tokens, int at) {
        Token before = tokens.get(at - 1);
        if (before.symbol('.') || before.symbol(')') || before.kind() == Kind.NAME) {
            return false;
        }
        if (before.kind() != Kind.WORD || at == 1) {
            return true;
        }
        Token second = tokens.get(at - 2);
        return !BEFORE_A_NAME.contains(before.text())
                && !second.symbol('.')
                && !(second.kind() == Kind.WORD && BEFORE_A_TABLE.contains(second.text()));
    }
}

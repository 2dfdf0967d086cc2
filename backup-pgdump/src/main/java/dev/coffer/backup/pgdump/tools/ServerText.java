package dev.coffer.backup.pgdump.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's text inside a tool's message. A tool hands it on without its SQLSTATE, and many texts carry values of rows
 * (what a trigger raises may be anything): only those known to carry names and nothing else are let through.
 */
final class ServerText {
    static final String LEFT_OUT =
            "an error whose text is left out because it may hold values of rows; the server's log has it";

    /** A severity, in the language of the server, and two spaces. */
    private static final Pattern SEVERITY = Pattern.compile("(?:^|(?<=: ))\\p{L}{2,20}:  ");

    private static final String NAME = "\"[^\"]*(?:\"\"[^\"]*)*\"";
    private static final Pattern HARMLESS = Pattern.compile(String.join(
            "|",
            "(?:relation|schema|type|extension|role|database|index|constraint|trigger|collation|language|server|sequence|publication"
                    + "|subscription|policy|rule|column|operator class|operator family|access method|tablespace"
                    + "|foreign-data wrapper|text search [a-z]+|event trigger) " + NAME
                    + "(?: (?:of|for|on) (?:relation|table|encoding|access method|type) " + NAME
                    + ")* (?:already exists|does not exist)(?:, skipping)?",
            "function [^:']{1,300} (?:already exists with same argument types|does not exist)",
            "permission denied (?:for|to) [^:']{1,300}",
            "must be (?:owner|superuser|member|able|a superuser)[^:']{0,300}",
            "(?:SCRAM |password |peer |Ident |GSSAPI |certificate )?authentication failed[^:']{0,200}",
            "password authentication failed for user " + NAME,
            "no pg_hba\\.conf entry [^']{0,300}",
            "(?:sorry, )?too many (?:clients already|connections for (?:role|database) " + NAME + ")",
            "remaining connection slots are reserved [^:']{0,200}",
            "cancell?ing statement due to [a-z ]{1,60}",
            "terminating connection (?:due to|because of) [a-z -]{1,80}",
            "the database system is [a-z -]{1,60}",
            "could not open extension control file " + NAME + ": No such file or directory",
            "extension " + NAME + " is not available",
            "extension " + NAME + " has no installation script nor update path for version " + NAME,
            "unrecognized configuration parameter " + NAME,
            "could not obtain lock on relation " + NAME,
            "deadlock detected",
            "out of (?:shared )?memory",
            "invalid snapshot identifier: " + NAME,
            "could not import the requested snapshot",
            "invalid memory alloc request size \\d+",
            "query would be affected by row-level security policy for table " + NAME,
            "duplicate key value violates unique constraint " + NAME,
            "could not create (?:unique|exclusion) (?:index|constraint) " + NAME,
            "conflicting key value violates exclusion constraint " + NAME,
            "(?:insert or update|update or delete) on table " + NAME + " violates foreign key constraint " + NAME
                    + "(?: on table " + NAME + ")?",
            "new row for (?:relation|domain) " + NAME + " violates check constraint " + NAME,
            "null value in column " + NAME + " of relation " + NAME + " violates not-null constraint",
            "check constraint " + NAME + " of relation " + NAME + " is violated by some row",
            "cannot (?:drop|alter|truncate|lock|execute) [^:']{1,300}",
            "no schema has been selected to create in",
            "large object \\d+ (?:already exists|does not exist)",
            "could not (?:write|extend) file " + NAME + ": No space left on device",
            "multiple primary keys for table " + NAME + " are not allowed"));

    private ServerText() {}

    /** A tool's message with the server's text in it reduced to what may be shown. */
    static String shown(String message) {
        Matcher severity = SEVERITY.matcher(message);
        if (!severity.find()) {
            return message;
        }
        String server = message.substring(severity.end());
        return message.substring(0, severity.start())
                + (HARMLESS.matcher(server).matches() ? server : LEFT_OUT);
    }
}

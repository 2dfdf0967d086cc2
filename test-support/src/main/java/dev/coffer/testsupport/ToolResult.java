package dev.coffer.testsupport;

import java.util.List;

/**
 * What a program left behind.
 *
 * @param command the program and its arguments
 * @param exitCode its exit status
 * @param output its standard output
 * @param errors its standard error
 */
public record ToolResult(List<String> command, int exitCode, String output, String errors) {

    /** Fails with all that the program said unless it exited with 0. */
    public ToolResult requireSuccess() {
        if (exitCode != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exitCode + "\n" + output + errors;
    }
}

package dev.coffer.backup.cli;

import picocli.CommandLine;

/** Runs one command line on a terminal. */
final class Shell {
    private Shell() {}

    /** Returns the exit status. */
    static int run(Terminal terminal, String... args) {
        CofferCommand coffer = new CofferCommand(terminal);
        CommandLine commands = new CommandLine(coffer);
        commands.setOut(terminal.outWriter());
        commands.setErr(terminal.errWriter());
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commands.setUsageHelpAutoWidth(false);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOverwrittenOptionsAllowed(false);
        commands.setParameterExceptionHandler((misuse, given) -> Failures.misuse(terminal, misuse));
        commands.setExecutionExceptionHandler(
                (failure, command, parsed) -> Failures.failed(terminal, failure, coffer.verbose));
        return commands.execute(args);
    }
}

package dev.coffer.backup.cli;

import picocli.CommandLine;

/** Runs one command line on a terminal. */
final class Shell {
    private Shell() {}

    /** Returns the exit status. */
    static int run(Terminal terminal, String... args) {
        CommandLine commands = commands(terminal, args);
        CofferCommand coffer = commands.getCommand();
        commands.setParameterExceptionHandler(
                (misuse, given) -> Failures.misuse(terminal, misuse, Output.isJson(args)));
        commands.setExecutionExceptionHandler(
                (failure, command, parsed) -> Failures.failed(terminal, failure, command.getCommandName(), coffer));
        return commands.execute(args);
    }

    /** All that is needed to read these arguments. */
    static CommandLine commands(Terminal terminal, String... args) {
        CommandLine commands = new CommandLine(new CofferCommand(terminal));
        Commands.add(commands, args);
        commands.setOut(terminal.outWriter());
        commands.setErr(terminal.errWriter());
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commands.setUsageHelpAutoWidth(false);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setOverwrittenOptionsAllowed(false);
        return commands;
    }
}

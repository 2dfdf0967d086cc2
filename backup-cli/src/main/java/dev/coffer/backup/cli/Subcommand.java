package dev.coffer.backup.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command of the shell: it does its work and says what it came to, once, for people and for programs. */
@Command(mixinStandardHelpOptions = true, versionProvider = CofferCommand.Version.class)
abstract class Subcommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    CofferCommand coffer;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    /** Does the work and writes nothing to standard output. */
    abstract Outcome run();

    @Override
    public final Integer call() {
        Outcome outcome = run();
        if (coffer.output == Output.json) {
            coffer.results().println(outcome.line(spec.name()));
        } else {
            outcome.text().accept(coffer.terminal);
        }
        return outcome.status();
    }
}

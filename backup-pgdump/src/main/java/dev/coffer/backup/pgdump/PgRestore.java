package dev.coffer.backup.pgdump;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.pgdump.archive.Choice;
import dev.coffer.backup.pgdump.archive.TableOfContents;
import dev.coffer.backup.pgdump.archive.TocEntry;
import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolFinder;
import dev.coffer.backup.pgdump.tools.ToolMessage;
import dev.coffer.backup.pgdump.tools.ToolMessage.Level;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.LibpqConnection;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.ToolRestore;
import dev.coffer.backup.spi.ToolTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of pg_restore. */
final class PgRestore implements ToolRestore {
    private static final Logger LOG = LoggerFactory.getLogger(PgRestore.class);
    private static final Pattern TABLE_BEGINS = Pattern.compile("^processing data for table \"([^.]+)\\.(.+)\"$");
    private static final String IGNORED = "errors ignored on restore";
    private static final int TRANSACTION_TIMEOUT_SINCE = 17;
    private static final String TRANSACTION_TIMEOUT = "\"transaction_timeout\"";

    private final RestoreContext run;
    private final RestoreOptions options;

    PgRestore(RestoreContext run, RestoreOptions options) {
        this.run = run;
        this.options = options;
    }

    @Override
    public boolean atomic() {
        return options.atomic();
    }

    @Override
    public List<Skip> run(ToolTarget target) throws IOException {
        Optional<Path> loose = run.looseFile();
        if (loose.isPresent()) {
            return loose(loose.get(), target);
        }
        Optional<Path> folder = run.local(DumpSettings.DIRECTORY);
        Optional<Path> file = run.local(DumpSettings.CUSTOM_FILE);
        if (file.isPresent() || folder.isPresent()) {
            return restore(file.or(() -> folder).orElseThrow(), target);
        }
        if (run.local(DumpSettings.PLAIN_FILE).isPresent()) {
            throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "the dump is plain SQL, which pg_restore cannot read")
                    .file(DumpSettings.PLAIN_FILE)
                    .hint("psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f " + DumpSettings.PLAIN_FILE)
                    .exception();
        }
        // Not on the default file system: pg_restore wants a file that it can jump about in.
        try (Staging staging = Staging.create()) {
            try (InputStream in = run.read(DumpSettings.CUSTOM_FILE)) {
                Files.copy(in, staging.folder());
            }
            return restore(staging.folder(), target);
        }
    }

    private List<Skip> loose(Path dump, ToolTarget target) throws IOException {
        if (target.scope() == Scope.DATA_ONLY) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "of a dump that lies alone it is not known which tables must be empty for its rows")
                    .hint("restore everything, or the rows alone from the backup that the dump belongs to")
                    .exception();
        }
        if (dump.getFileSystem() == FileSystems.getDefault()) {
            return restore(dump, target);
        }
        try (Staging staging = Staging.create()) {
            Files.copy(dump, staging.folder());
            return restore(staging.folder(), target);
        }
    }

    private List<Skip> restore(Path dump, ToolTarget target) throws IOException {
        TableOfContents contents = contents(dump);
        ClientTools tools = ToolFinder.of(options.tools()).forArchive(contents.toolMajor());
        boolean script = script(tools, target);
        Choice choice = Patterns.everything(options.tables())
                ? Choice.everything(contents.entries())
                : Choice.tables(contents.entries(), Patterns.of(options.tables()));
        if (choice.entries().isEmpty()) {
            throw Problem.of(
                            ErrorCode.PATTERN_MATCHES_NOTHING,
                            "no table of the dump fits the selection of the strategy")
                    .hint("patterns are compared with names as the catalogue holds them, case included")
                    .exception();
        }
        List<Skip> skips = new ArrayList<>(choice.skips());
        List<TocEntry> entries = wanted(choice.entries(), target, skips);
        Path list = Files.createTempFile("coffer-list-", ".txt");
        try {
            Files.write(
                    list,
                    target.scope() == Scope.DATA_ONLY
                            ? DataOrder.of(entries, target.order())
                            : entries.stream().map(entry -> entry.id() + ";").toList());
            if (script) {
                new ScriptRestore(tools, connection(target), options.silence(), target.before(), target.after())
                        .run(arguments(dump, list, target), listener(target.progress()));
            } else {
                skips.addAll(execute(call(tools, dump, list, target), contents, target));
            }
        } finally {
            Files.deleteIfExists(list);
        }
        return skips;
    }

    /**
     * Whether psql has to run the script that pg_restore prints: for a server that refuses what newer tools set, since one transaction
     * does not outlive an error, and where statements belong into the transaction.
     */
    private boolean script(ClientTools tools, ToolTarget target) {
        boolean refusesSettings = tools.version().major() >= TRANSACTION_TIMEOUT_SINCE
                && target.serverMajor() < TRANSACTION_TIMEOUT_SINCE;
        boolean statements = !target.before().isEmpty() || !target.after().isEmpty();
        if (options.atomic()) {
            return refusesSettings || statements;
        }
        if (statements) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "triggers, foreign keys or sequences of the target need statements in the transaction of the rows, and"
                                    + " the restore is not one transaction")
                    .hint("leave out jobs(n) and collectErrors(), or restore from JSON or CSV")
                    .exception();
        }
        if (refusesSettings && !options.collectErrors()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "pg_restore " + tools.version() + " sets transaction_timeout, which the server of version "
                                    + target.serverMajor() + " refuses, and several jobs end at their first error")
                    .hint("leave out jobs(n), or call collectErrors(), which passes over it")
                    .exception();
        }
        return false;
    }

    /** What the sections leave, and nothing that somebody else does. */
    private List<TocEntry> wanted(List<TocEntry> chosen, ToolTarget target, List<Skip> skips) {
        List<TocEntry> wanted = new ArrayList<>();
        EnumMap<DumpSection, Integer> left = new EnumMap<>(DumpSection.class);
        for (TocEntry entry : chosen) {
            Optional<DumpSection> section = Arrays.stream(DumpSection.values())
                    .filter(known -> known.number() == entry.section())
                    .findFirst();
            if (section.isPresent()
                    && !options.sections().isEmpty()
                    && !options.sections().contains(section.get())) {
                left.merge(section.get(), 1, Integer::sum);
            } else if (target.existing() != Existing.APPEND || !entry.kind().equals("SEQUENCE SET")) {
                wanted.add(entry);
            }
        }
        left.forEach((section, count) -> skips.add(new Skip(
                count + " entries of the section " + section.option(),
                "it is not among the sections that were chosen")));
        return wanted;
    }

    private static TableOfContents contents(Path dump) throws IOException {
        Path file = Files.isDirectory(dump) ? dump.resolve("toc.dat") : dump;
        try (InputStream in = Files.newInputStream(file)) {
            return TableOfContents.read(in);
        } catch (IOException e) {
            throw Problem.of(ErrorCode.MALFORMED, "the dump " + e.getMessage())
                    .file(String.valueOf(file.getFileName()))
                    .hint("restore from another format of the backup")
                    .exception(e);
        }
    }

    private ToolCall call(ClientTools tools, Path dump, Path list, ToolTarget target) {
        List<String> arguments = new ArrayList<>();
        if (options.atomic()) {
            arguments.add("--single-transaction");
        } else if (!options.collectErrors()) {
            arguments.add("--exit-on-error");
        }
        if (options.jobs() > 1) {
            arguments.add("--jobs=" + options.jobs());
        }
        arguments.addAll(arguments(dump, list, target));
        return new ToolCall(Tool.PG_RESTORE, tools.restore(), arguments, connection(target), options.silence());
    }

    private List<String> arguments(Path dump, Path list, ToolTarget target) {
        List<String> arguments = new ArrayList<>(List.of("--verbose", "--use-list=" + list));
        if (target.existing() == Existing.CLEAN) {
            // Never with CASCADE: what points in from outside is an error, and everything is as it was.
            arguments.addAll(List.of("--clean", "--if-exists"));
        }
        if (!options.owners()) {
            arguments.add("--no-owner");
        }
        if (!options.privileges()) {
            arguments.add("--no-privileges");
        }
        switch (target.scope()) {
            case SCHEMA_ONLY -> arguments.add("--schema-only");
            case DATA_ONLY -> arguments.add("--data-only");
            case EVERYTHING -> {}
        }
        arguments.add("--format=" + (Files.isDirectory(dump) ? "directory" : "custom"));
        arguments.add(dump.toString());
        return arguments;
    }

    private LibpqConnection connection(ToolTarget target) {
        LibpqConnection connection = options.connection() != null ? options.connection() : target.connection();
        if (connection == null) {
            throw new IllegalStateException("the plan was built without a connection");
        }
        return DirectAddress.of(connection);
    }

    private List<Skip> execute(ToolCall call, TableOfContents contents, ToolTarget target) throws IOException {
        try (ToolRun restore = ToolRun.start(call, listener(target.progress()))) {
            restore.drainTo(OutputStream.nullOutputStream());
            int exit = restore.awaitExit();
            List<ToolMessage> messages = restore.messages();
            boolean wentOn = options.collectErrors()
                    && messages.stream().anyMatch(message -> message.text().startsWith(IGNORED));
            if (exit != 0 && !wentOn) {
                throw restore.problem(exit).exception();
            }
            return skips(messages, contents);
        }
    }

    private static List<Skip> skips(List<ToolMessage> messages, TableOfContents contents) {
        Map<Integer, TocEntry> byId = new HashMap<>();
        contents.entries().forEach(entry -> byId.put(entry.id(), entry));
        List<Skip> skips = new ArrayList<>();
        for (ToolMessage message : messages) {
            if (message.level() == Level.ERROR && !message.text().contains(TRANSACTION_TIMEOUT)) {
                TocEntry entry = byId.get(message.entryId());
                skips.add(new Skip(entry == null ? "something in the dump" : entry.name(), message.text()));
            }
        }
        return skips;
    }

    private static Consumer<ToolMessage> listener(Consumer<TableName> progress) {
        return message -> {
            LOG.debug("tool.said tool=pg_restore text={}", message.text());
            Matcher begins = TABLE_BEGINS.matcher(message.text());
            if (message.level() == Level.INFO && begins.matches()) {
                progress.accept(new TableName(begins.group(1), begins.group(2)));
            }
        };
    }

    @Override
    public void close() {}
}

package dev.coffer.backup;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;

/** What a plan for a stream may be, and may be asked for. */
final class StreamRules {
    private StreamRules() {}

    static void check(Path spool, boolean needsBackups) {
        if (spool.getFileSystem() != FileSystems.getDefault()) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "files wait for the stream on a disk of this machine only")
                    .file(spool.toString())
                    .hint("give toStream(…) a folder of this machine, or leave it out for the one of temporary files")
                    .exception();
        }
        if (needsBackups) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "exclusive(), archive(…), shrinkGuard(…), incremental(…) and base(…) are about a folder of backups,"
                                    + " and the plan writes into a stream")
                    .hint("leave them out, or write to a folder with to(…)")
                    .exception();
        }
    }

    static void requireFolder(boolean streamed) {
        if (streamed) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the plan was built for a stream")
                    .hint("call writeTo(out, ArchiveFormat.TAR_GZ), or build it with to(folder)")
                    .exception();
        }
    }

    static void requireStream(boolean streamed) {
        if (!streamed) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the plan was built for a folder")
                    .hint("build it with toStream() in place of to(…), or call run() and then Backup.writeTo(…)")
                    .exception();
        }
    }

    static void requireOneFile(List<TableExporter> exporters) {
        if (exporters.size() != 1 || !exporters.get(0).oneFile()) {
            throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "the plan writes more than one file")
                    .hint(
                            "call writeTo(out, ArchiveFormat.TAR_GZ), or export JsonTableExporter alone; pg_dump streams with"
                                    + " PgDumpExporter.dumpTo(out)")
                    .exception();
        }
    }
}

package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file that goes into a stream as it is written. The folder beside it is for pieces out of their turn, of which a run in order has none. */
final class StreamedFile implements Destination {
    private final TemporaryFolder temporary;
    private final Sink sink;
    private @Nullable String begun;

    StreamedFile(Path spool, Sink sink) {
        this.temporary = TemporaryFolder.create(spool);
        this.sink = sink;
    }

    @Override
    public Path folder() {
        return temporary.path();
    }

    @Override
    public Path target() {
        return temporary.path();
    }

    @Override
    public boolean keepsFiles() {
        return false;
    }

    @Override
    public Spool spool(long limit) {
        return new Spool(temporary.path(), "", limit);
    }

    @Override
    public synchronized WritableByteChannel channel(String name) {
        if (begun != null) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "the stream takes one file, and the format writes " + begun + " and " + name)
                    .hint("write an archive into the stream: writeTo(out, ArchiveFormat.TAR_GZ)")
                    .exception();
        }
        begun = name;
        return Channels.newChannel(sink);
    }

    @Override
    public void requireArrived(List<Manifest.File> files) {
        // Whether it does, only the other end can know.
    }

    /** There is no manifest: the file proves itself. */
    @Override
    public Path publish(Set<Path> folders) {
        temporary.close();
        return temporary.path();
    }

    @Override
    public void discard() {
        sink.abandon();
        temporary.close();
    }
}

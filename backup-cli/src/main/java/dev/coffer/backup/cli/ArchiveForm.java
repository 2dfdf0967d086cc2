package dev.coffer.backup.cli;

import dev.coffer.backup.ArchiveFormat;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The form of an archive, named by how such files end. */
final class ArchiveForm implements ITypeConverter<ArchiveFormat> {
    @Override
    public ArchiveFormat convert(String value) {
        return Arrays.stream(ArchiveFormat.values())
                .filter(format -> format.suffix().equals("." + value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected tar.gz or tar.zst, not '" + value + "'"));
    }
}

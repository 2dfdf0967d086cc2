package dev.coffer.backup.internal.compare;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.spi.Row;
import org.jspecify.annotations.Nullable;

/** Some fields of a row, in an order of their own; set to one row after another. */
final class Projection implements Row {
    private final int[] places;
    private @Nullable Row whole;

    Projection(int... places) {
        this.places = places.clone();
    }

    Row of(Row row) {
        this.whole = row;
        return this;
    }

    private Row whole() {
        return requireNonNull(whole, "row");
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public boolean isNull(int field) {
        return whole().isNull(places[field]);
    }

    @Override
    public byte[] buffer() {
        return whole().buffer();
    }

    @Override
    public int offset(int field) {
        return whole().offset(places[field]);
    }

    @Override
    public int length(int field) {
        return whole().length(places[field]);
    }
}

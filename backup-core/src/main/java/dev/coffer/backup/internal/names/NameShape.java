package dev.coffer.backup.internal.names;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where names stand in the text of a type's values. What cannot be read holds none: the server will say what is wrong with it. */
public sealed interface NameShape {
    /** Hands over each name in a value. */
    void names(String value, BiConsumer<NameKind, String> into);

    /** A value that is a name, or a number or {@code -} where there was none. */
    record Name(NameKind kind) implements NameShape {
        @Override
        public void names(String value, BiConsumer<NameKind, String> into) {
            if (!value.isEmpty() && !value.equals("-") && !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                into.accept(kind, kind == NameKind.ROLE ? Literals.unquoted(value) : value);
            }
        }
    }

    /** An {@code aclitem}: {@code grantee=privileges/grantor}. */
    record Grant() implements NameShape {
        @Override
        public void names(String value, BiConsumer<NameKind, String> into) {
            int equals = Literals.outsideQuotes(value, '=');
            int slash = Literals.lastOutsideQuotes(value, '/');
            if (equals > 0) {
                into.accept(NameKind.ROLE, Literals.unquoted(value.substring(0, equals)));
            }
            if (slash > equals && slash + 1 < value.length()) {
                into.accept(NameKind.ROLE, Literals.unquoted(value.substring(slash + 1)));
            }
        }
    }

    /** An array, of any number of dimensions. */
    record Elements(NameShape of) implements NameShape {
        @Override
        public void names(String value, BiConsumer<NameKind, String> into) {
            for (String element : Literals.elements(value)) {
                of.names(element, into);
            }
        }
    }

    /** A range or a multirange. */
    record Bounds(NameShape of) implements NameShape {
        @Override
        public void names(String value, BiConsumer<NameKind, String> into) {
            for (String bound : Literals.bounds(value)) {
                of.names(bound, into);
            }
        }
    }

    /** A composite value. */
    record Attributes(List<@Nullable NameShape> of) implements NameShape {
        @Override
        public void names(String value, BiConsumer<NameKind, String> into) {
            List<@Nullable String> attributes = Literals.attributes(value);
            for (int i = 0; i < Math.min(of.size(), attributes.size()); i++) {
                NameShape shape = of.get(i);
                String attribute = attributes.get(i);
                if (shape != null && attribute != null) {
                    shape.names(attribute, into);
                }
            }
        }
    }
}

package dev.coffer.e2e;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;

/** A class of one format depends on no class of another one. */
final class KeepToTheirOwnFormat extends ArchCondition<JavaClass> {
    private final List<String> formats;

    KeepToTheirOwnFormat(List<String> formats) {
        super("keep to their own format");
        this.formats = formats;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Optional<String> own = formatOf(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            Optional<String> other = formatOf(dependency.getTargetClass());
            if (other.isPresent() && !other.equals(own)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private Optional<String> formatOf(JavaClass type) {
        return formats.stream()
                .filter(format -> (type.getPackageName() + ".").startsWith(format + "."))
                .findFirst();
    }
}

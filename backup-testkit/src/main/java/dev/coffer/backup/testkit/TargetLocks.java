package dev.coffer.backup.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** One lock for each field or resolver that gives a target: classes that share one never run at the same time. */
final class TargetLocks implements ResourceLocksProvider {
    TargetLocks() {}

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return locks(AnnotationSupport.findAnnotation(testClass, RestoreBackup.class).stream(), testClass, List.of());
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> enclosing, Class<?> testClass) {
        return locks(AnnotationSupport.findAnnotation(testClass, RestoreBackup.class).stream(), testClass, enclosing);
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        return locks(AnnotationSupport.findAnnotation(testMethod, RestoreBackup.class).stream(), testClass, enclosing);
    }

    private static Set<Lock> locks(Stream<RestoreBackup> annotations, Class<?> testClass, List<Class<?>> enclosing) {
        return annotations
                .filter(annotation -> annotation.mode() != Mode.CLONE)
                .map(annotation -> new Lock(name(annotation, testClass, enclosing), ResourceAccessMode.READ_WRITE))
                .collect(Collectors.toSet());
    }

    private static String name(RestoreBackup annotation, Class<?> testClass, List<Class<?>> enclosing) {
        if (annotation.target() != TargetResolver.class) {
            return "dev.coffer.testkit: " + annotation.target().getName();
        }
        List<Field> fields = TargetFields.of(testClass, enclosing);
        return "dev.coffer.testkit: "
                + (fields.isEmpty()
                        ? testClass.getName()
                        : fields.get(0).getDeclaringClass().getName() + "."
                                + fields.get(0).getName());
    }
}

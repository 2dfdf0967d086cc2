package dev.coffer.backup.testkit;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.ReflectionSupport;

/** The target of a test. */
final class Targets {
    private static final String MARK =
            "mark a field of type PostgresDatabase or DataSource with @RestoreTarget, declare a PostgreSQLContainer, or give"
                    + " @RestoreBackup a target = resolver";

    private Targets() {}

    /**
     * A target.
     *
     * @param passing whether its server ends with the tests, so that nothing has to be dropped
     */
    record Target(PostgresDatabase database, boolean passing) {}

    static Target of(RestoreBackup annotation, ExtensionContext context) {
        if (annotation.target() != TargetResolver.class) {
            return new Target(ReflectionSupport.newInstance(annotation.target()).resolve(context), false);
        }
        List<Field> fields = TargetFields.of(context.getRequiredTestClass(), context.getEnclosingTestClasses());
        if (fields.size() != 1) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "the class " + context.getRequiredTestClass().getSimpleName()
                                    + (fields.isEmpty()
                                            ? " has no target to restore into"
                                            : " has several targets: "
                                                    + fields.stream()
                                                            .map(Field::getName)
                                                            .sorted()
                                                            .collect(Collectors.joining(", "))))
                    .hint(fields.isEmpty() ? MARK : "mark one of them with @RestoreTarget")
                    .exception();
        }
        return target(fields.get(0), value(fields.get(0), context));
    }

    private static @Nullable Object value(Field field, ExtensionContext context) {
        Object holder = null;
        if (!Modifier.isStatic(field.getModifiers())) {
            holder = context.getTestInstances()
                    .flatMap(instances -> holder(instances, field))
                    .orElseThrow(() -> Problem.of(
                                    ErrorCode.INVALID_PLAN,
                                    "the target " + field.getName() + " is not there yet when a constructor runs")
                            .hint("make the field static, or take the database in a test or a @BeforeEach method")
                            .exception());
        }
        return ReflectionSupport.tryToReadFieldValue(field, holder)
                .getOrThrow(e -> new IllegalStateException("cannot read " + field, e));
    }

    private static java.util.Optional<Object> holder(TestInstances instances, Field field) {
        return instances.getAllInstances().stream()
                .filter(instance -> field.getDeclaringClass().isInstance(instance))
                .findFirst();
    }

    private static Target target(Field field, @Nullable Object value) {
        if (value == null) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the target " + field.getName() + " is null")
                    .hint("assign it where it is declared or in @BeforeAll, or make it static")
                    .exception();
        }
        if (value instanceof PostgresDatabase database) {
            return new Target(database, false);
        }
        if (value instanceof DataSource dataSource) {
            return new Target(PostgresDatabase.of(dataSource), false);
        }
        if (Containers.is(value.getClass())) {
            return new Target(Containers.database(value), true);
        }
        throw Problem.of(
                        ErrorCode.INVALID_PLAN,
                        "the target " + field.getName() + " is neither a PostgresDatabase nor a DataSource nor a"
                                + " PostgreSQLContainer")
                .hint(MARK)
                .exception();
    }
}

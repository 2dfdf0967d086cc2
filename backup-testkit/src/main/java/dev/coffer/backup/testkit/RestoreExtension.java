package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link RestoreBackup} does, at the times that JUnit gives it. Without state: that lies in JUnit's stores. */
final class RestoreExtension implements BeforeEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RestoreExtension.class);

    RestoreExtension() {}

    /** The annotation that holds for a test, and the context that its restore belongs to. */
    private record Order(RestoreBackup annotation, ExtensionContext scope) {}

    /** So that a constructor gets the database of the test that it is called for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        restored(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == PostgresDatabase.class || type == DataSource.class || type == Connection.class)
                && order(context).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PostgresDatabase database = restored(context).orElseThrow();
        Class<?> type = parameter.getParameter().getType();
        if (type == Connection.class) {
            return connection(database, context);
        }
        return type == DataSource.class ? new DatabaseSource(database) : database;
    }

    private static Connection connection(PostgresDatabase database, ExtensionContext context) {
        Connection connection = database.connect();
        context.getStore(NAMESPACE).put(connection, new Lent(connection));
        return connection;
    }

    /** Closed by JUnit with the context that it was lent for. */
    private record Lent(Connection connection) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Restores unless that was done for this test, or for its class where once is enough. */
    private static Optional<PostgresDatabase> restored(ExtensionContext context) {
        return order(context)
                .map(order -> order.scope()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                Restoration.class,
                                same -> Restoration.run(order.annotation(), order.scope(), context),
                                Restoration.class)
                        .database());
    }

    private static Optional<Order> order(ExtensionContext context) {
        Optional<RestoreBackup> ofMethod = context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, RestoreBackup.class));
        if (ofMethod.isPresent()) {
            return Optional.of(new Order(ofMethod.get(), context));
        }
        ExtensionContext at = context;
        while (at.getTestClass().isPresent()) {
            Optional<RestoreBackup> ofClass = at.getTestMethod().isPresent()
                    ? Optional.empty()
                    : AnnotationSupport.findAnnotation(at.getRequiredTestClass(), RestoreBackup.class);
            if (ofClass.isPresent()) {
                return Optional.of(new Order(ofClass.get(), ofClass.get().each() == Each.CLASS ? at : context));
            }
            at = at.getParent().orElseThrow();
        }
        return Optional.empty();
    }
}

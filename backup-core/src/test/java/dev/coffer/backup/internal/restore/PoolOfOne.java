package dev.coffer.backup.internal.restore;

import dev.coffer.testsupport.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/** A data source that has one connection at a time: whoever asks for a second waits until the first is back. */
final class PoolOfOne {
    private PoolOfOne() {}

    static DataSource over(TestDatabase database) {
        return over(database, "SELECT 1");
    }

    /** @param first is run in each connection before it is handed out */
    static DataSource over(TestDatabase database, String first) {
        Semaphore one = new Semaphore(1);
        return proxy(DataSource.class, database.dataSource(), "getConnection", lent -> {
            one.acquire();
            Connection connection = (Connection) lent.run();
            try (Statement statement = connection.createStatement()) {
                statement.execute(first);
            }
            return proxy(Connection.class, connection, "close", close -> {
                one.release();
                return close.run();
            });
        });
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private interface Around {
        Object call(Call original) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Object original, String method, Around around) {
        return type.cast(Proxy.newProxyInstance(
                PoolOfOne.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Call call = () -> {
                        try {
                            return called.invoke(original, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    return called.getName().equals(method) ? around.call(call) : call.run();
                }));
    }
}

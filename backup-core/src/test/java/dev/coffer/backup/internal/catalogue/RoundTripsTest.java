package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    @Test
    void messagesAndQueriesDoNotDependOnTheNumberOfObjects() throws SQLException {
        try (TestDatabase empty = TestServer.newest().createDatabase();
                TestDatabase full = TestServer.newest().createDatabase()) {
            full.execute(
                    "DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text"
                            + " DEFAULT ''x'' CHECK (a <> ''''))', i); EXECUTE format('CREATE VIEW v%s AS SELECT * FROM t%s', i, i);"
                            + " EXECUTE format('CREATE FUNCTION f%s() RETURNS int LANGUAGE sql AS ''SELECT 1''', i);"
                            + " EXECUTE format('CREATE TYPE e%s AS ENUM (''a'')', i); END LOOP; END $$");
            List<String> few = messages(empty);
            List<String> many = messages(full);
            assertThat(many).isEqualTo(few).hasSize(2);
            assertThat(Catalogues.read(full).catalogue().tables()).hasSize(300);
        }
    }

    private static List<String> messages(TestDatabase database) throws SQLException {
        List<String> messages = new ArrayList<>();
        try (Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            Catalogues.begin(session);
            Session counting = (Session) Proxy.newProxyInstance(
                    Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                        if (arguments != null) {
                            messages.add(method.getName() + " " + arguments[0]);
                        }
                        try {
                            return method.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            CatalogueReader.read(counting);
        }
        return messages;
    }
}

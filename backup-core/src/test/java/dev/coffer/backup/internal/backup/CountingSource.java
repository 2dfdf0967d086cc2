package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the messages that go to a real server: what a far server makes one wait for. */
final class CountingSource {
    private static final Set<String> ROUND_TRIPS =
            Set.of("execute", "executeUninterruptibly", "query", "copyOut", "copyIn", "simpleProtocol");

    final AtomicInteger messages = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    private final ConnectionSource source;

    CountingSource(ConnectionSource source) {
        this.source = source;
    }

    ConnectionSource source() {
        return proxy(ConnectionSource.class, source);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (target instanceof Session && ROUND_TRIPS.contains(method.getName())) {
                messages.incrementAndGet();
            } else if (target instanceof Session && method.getName().equals("close")) {
                open.decrementAndGet();
            }
            try {
                return counted(method.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private Object counted(Object result) {
        if (result instanceof Session session) {
            open.incrementAndGet();
            return proxy(Session.class, session);
        }
        return result instanceof Optional<?> optional ? optional.map(this::counted) : result;
    }
}

package org.entente.log;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The texts of what goes over connections to a database, in order. */
final class RecordedStatements {

    private final List<String> texts = new CopyOnWriteArrayList<>();

    List<String> texts() {
        return List.copyOf(texts);
    }

    void clear() {
        texts.clear();
    }

    Pool over(Pool pool) {
        return Pool.newInstance(recorded(io.vertx.sqlclient.Pool.class, pool.getDelegate()));
    }

    SqlConnection over(SqlConnection connection) {
        return SqlConnection.newInstance(recorded(io.vertx.sqlclient.SqlConnection.class, connection.getDelegate()));
    }

    private <T> T recorded(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (args != null && args.length > 0 && args[0] instanceof String text) {
                texts.add(text);
            }
            if (args != null && args.length > 0 && args[0] instanceof Function<?, ?> use) {
                args[0] = withRecorded(use);
            }
            return invoked(method, target, args);
        }));
    }

    @SuppressWarnings("unchecked")
    private Function<io.vertx.sqlclient.SqlConnection, Object> withRecorded(Function<?, ?> use) {
        return connection ->
                ((Function<Object, Object>) use).apply(recorded(io.vertx.sqlclient.SqlConnection.class, connection));
    }

    private static Object invoked(Method method, Object target, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}

package org.entente;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes the pool of connections to PostgreSQL, which keep their statements prepared. Not those that select whatever columns
 * there are: while instances of two versions run beside one another, the newer adds a column, and from then on the older would
 * be refused a statement that it had prepared before.
 */
@Singleton
class StatementCache implements PgPoolCreator {

    private static final Pattern WHATEVER_COLUMNS =
            Pattern.compile("\\ASELECT (\\w+\\.)?\\*", Pattern.CASE_INSENSITIVE);

    static boolean keeps(String statement) {
        return !WHATEVER_COLUMNS.matcher(statement.strip()).find();
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> servers = input.pgConnectOptionsList();
        servers.forEach(server -> server.setPreparedStatementCacheSqlFilter(StatementCache::keeps));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(servers))
                .using(input.vertx())
                .build();
    }
}

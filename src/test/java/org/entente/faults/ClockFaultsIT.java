package org.entente.faults;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Two exchanges whose clocks are set back, one's, both, and PostgreSQL's too; and set right again later. */
class ClockFaultsIT extends Faults {

    private static final Duration BACK = Duration.ofHours(-1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_WHILE = Duration.ofSeconds(10);
    private static final String PARTNER = Stage.SUBMITTERS.get(0);

    /** Everything is there; nothing has to wait for anything. */
    private static final Duration HARDLY_A_PAUSE = Duration.ofSeconds(20);

    private final Clock right = Clock.systemUTC();
    private final List<SettableClock> ofExchanges = new ArrayList<>();
    private SettableClock ofDatabase;

    @Override
    Stage stage(String name) throws Exception {
        Optional<Path> library = SettableClock.library(FaultReport.FOLDER.resolve("programs"));
        Assumptions.assumeTrue(library.isPresent(), "No C compiler (cc) here, or not on Linux: no clock can be set");
        Stage stage = new Stage(name, size(2, 1, name));
        ofExchanges.clear();
        for (Exchange exchange : stage.exchanges) {
            SettableClock clock =
                    new SettableClock(library.get(), stage.folder.resolve("clock-" + (ofExchanges.size() + 1)));
            clock.environment().forEach(exchange::with);
            ofExchanges.add(clock);
        }
        ofDatabase = new SettableClock(library.get(), stage.folder.resolve("clock-of-database"));
        stage.database.withEnvironment(ofDatabase.environment());
        return stage;
    }

    @Test
    void ofOneExchange() throws Exception {
        for (int i = 0; i < ofExchanges.size(); i++) {
            String which = "clock of one of two exchanges (%d)".formatted(i + 1);
            setBack("clock-of-exchange-" + (i + 1), which, List.of(ofExchanges.get(i)), () -> load().keepFor(A_MINUTE));
        }
    }

    @Test
    void ofBothExchanges() throws Exception {
        setBack("clock-of-exchanges", "clocks of both exchanges", ofExchanges, () -> load().keepFor(A_MINUTE));
    }

    @Test
    void ofExchangesAndDatabase() throws Exception {
        List<SettableClock> all = new ArrayList<>(ofExchanges);
        all.add(ofDatabase);
        setBack("clocks-of-all", "clocks of both exchanges and of PostgreSQL", all, () -> {
            assertThat(timeOfDatabase()).isCloseTo(right.instant().plus(BACK), within(1, ChronoUnit.MINUTES));
            load().keepFor(A_MINUTE);
        });
    }

    /** Who goes by the time of day for when to try again would not for an hour. */
    @Test
    void ofBothExchangesWithKafkaRestarted() throws Exception {
        setBack("clocks-and-kafka", "clocks of both exchanges, Kafka restarted meanwhile,", ofExchanges, () -> {
            load().keepFor(A_WHILE);
            stage().brokers.all.get(0).stop();
            stage().brokers.all.get(0).start();
        });
    }

    /** The same, met in the middle of trying again. */
    @Test
    void ofBothExchangesWhileKafkaIsAway() throws Exception {
        load().under("clocks-while-kafka-away", "clocks of both exchanges set back an hour while Kafka is away", () -> {
            stage().brokers.all.get(0).stop();
            load().keepFor(A_WHILE);
            shift(ofExchanges, BACK);
            load().keepFor(A_WHILE);
            stage().brokers.all.get(0).start();
        });
        datesGrow();
        load().under("clocks-while-kafka-away-right", "the same clocks set right again", () -> {
            shift(ofExchanges, Duration.ZERO);
            load().keepFor(A_WHILE);
        });
        datesGrow();
    }

    private void setBack(String name, String which, List<SettableClock> clocks, Load.Fault meanwhile) throws Exception {
        List<String> before = tokens();
        load().under(name, which + " set back an hour", HARDLY_A_PAUSE, () -> {
            shift(clocks, BACK);
            tokensAreGood(before);
            tokensSayWhen(clocks);
            tokensAreGood(tokens());
            meanwhile.happen();
        });
        datesGrow();
        load().under(name + "-right", which + " set right again", HARDLY_A_PAUSE, () -> {
            shift(clocks, Duration.ZERO);
            tokensAreGood(before);
            load().keepFor(A_WHILE);
        });
        datesGrow();
    }

    private static void shift(List<SettableClock> clocks, Duration by) throws IOException {
        for (SettableClock clock : clocks) {
            clock.shift(by);
        }
    }

    /** One of each exchange's. */
    private List<String> tokens() {
        return stage().exchanges.stream()
                .map(exchange -> given().baseUri(exchange.direct().toString())
                        .auth()
                        .preemptive()
                        .basic(PARTNER, stage().passwordOf(PARTNER))
                        .post("/api/v1/tokens")
                        .<String>path("token"))
                .toList();
    }

    /** At the exchange that issued each. */
    private void tokensAreGood(List<String> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            given().baseUri(stage().exchanges.get(i).direct().toString())
                    .auth()
                    .oauth2(tokens.get(i))
                    .get("/api/v1/me")
                    .then()
                    .statusCode(200);
        }
    }

    /** Whether the exchanges see what the test means them to. */
    private void tokensSayWhen(List<SettableClock> setBack) {
        List<String> tokens = tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Duration shift = setBack.contains(ofExchanges.get(i)) ? BACK : Duration.ZERO;
            assertThat(issuedAt(tokens.get(i))).isCloseTo(right.instant().plus(shift), within(1, ChronoUnit.MINUTES));
        }
    }

    private static Instant issuedAt(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return Instant.ofEpochSecond(
                io.restassured.path.json.JsonPath.from(claims).getLong("iat"));
    }

    private void datesGrow() throws SQLException {
        String question = "SELECT count(*) FROM (SELECT date_added <= lag(date_added) OVER (ORDER BY position) AS wrong"
                + " FROM log_entry) dates WHERE wrong";
        try (Connection connection = stage().database.connect(Stage.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            assertThat(result.getInt(1))
                    .as("dates that are not later than the one before")
                    .isZero();
        }
    }

    private Instant timeOfDatabase() throws SQLException {
        try (Connection connection = stage().database.connect(Stage.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT now()")) {
            result.next();
            return result.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}

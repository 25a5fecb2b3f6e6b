package org.entente.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.entente.testing.CutLine;
import org.junit.jupiter.api.Test;

/**
 * Two exchanges, and lines to them and from them that break, lose everything or are slow. A line that is silent keeps what was sent and
 * carries it afterwards, as TCP does after a minute in which no packet came through.
 */
class NetworkFaultsIT extends Faults {

    private static final Duration A_WHILE = Duration.ofSeconds(30);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** As in {@link InstanceFaultsIT}. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(45);

    @Override
    Stage stage(String name) throws Exception {
        return new Stage(name, size(2, 1, name));
    }

    @Test
    void databaseCut() throws Exception {
        load().under("network-database-cut", "network between both exchanges and PostgreSQL cut for 30 s", () -> {
            cut(stage().databaseLines);
        });
    }

    @Test
    void databaseSilent() throws Exception {
        load().under(
                        "network-database-silent",
                        "nothing comes through between both exchanges and PostgreSQL for a minute",
                        () -> {
                            silence(stage().databaseLines);
                        });
    }

    @Test
    void databaseSilentForOne() throws Exception {
        for (CutLine line : stage().databaseLines) {
            int number = stage().databaseLines.indexOf(line) + 1;
            load().under(
                            "network-database-silent-for-" + number,
                            "the same for one of two exchanges (" + number + ")",
                            TAKEN_OVER,
                            () -> silence(List.of(line)));
        }
    }

    @Test
    void databaseDelayed() throws Exception {
        load().under("network-database-slow", "100 ms each way between exchanges and PostgreSQL for a minute", () -> {
            delay(stage().databaseLines, Duration.ofMillis(100));
        });
    }

    @Test
    void brokerCut() throws Exception {
        load().under("network-kafka-cut", "network between both exchanges and Kafka cut for 30 s", () -> {
            cut(brokerLines());
        });
    }

    @Test
    void brokerSilent() throws Exception {
        load().under(
                        "network-kafka-silent",
                        "nothing comes through between both exchanges and Kafka for a minute",
                        () -> {
                            silence(brokerLines());
                        });
    }

    @Test
    void brokerSilentForOne() throws Exception {
        for (List<CutLine> lines : stage().brokers.lines) {
            int number = stage().brokers.lines.indexOf(lines) + 1;
            load().under(
                            "network-kafka-silent-for-" + number,
                            "the same for one of two exchanges (" + number + ")",
                            Duration.ofSeconds(60),
                            () -> silence(lines));
        }
    }

    @Test
    void callersCut() throws Exception {
        load().under("network-callers-cut", "network between callers and both exchanges cut for 30 s", () -> {
            cut(callerLines());
        });
    }

    @Test
    void callersSilent() throws Exception {
        load().under(
                        "network-callers-silent",
                        "nothing comes through between callers and both exchanges for a minute",
                        () -> {
                            silence(callerLines());
                        });
    }

    @Test
    void callersDelayed() throws Exception {
        load().under("network-callers-slow", "500 ms each way between callers and exchanges for a minute", () -> {
            delay(callerLines(), Duration.ofMillis(500));
        });
    }

    private List<CutLine> brokerLines() {
        return stage().brokers.lines.stream().flatMap(List::stream).toList();
    }

    private List<CutLine> callerLines() {
        return stage().exchanges.stream().map(exchange -> exchange.callers).toList();
    }

    private void cut(List<CutLine> lines) throws IOException, InterruptedException {
        lines.forEach(CutLine::cut);
        load().keepFor(A_WHILE);
        for (CutLine line : lines) {
            line.mend();
        }
    }

    private void silence(List<CutLine> lines) throws InterruptedException {
        lines.forEach(CutLine::silence);
        load().keepFor(A_MINUTE);
        lines.forEach(CutLine::speak);
    }

    private void delay(List<CutLine> lines, Duration each) throws InterruptedException {
        lines.forEach(line -> line.delay(each));
        load().keepFor(A_MINUTE);
        lines.forEach(line -> line.delay(Duration.ZERO));
    }
}

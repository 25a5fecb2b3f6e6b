package org.entente.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reading and fully validating real bundles, against Jackson's plain readTree of the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class StixBenchmark {
    static final List<String> SETS = List.of("attack", "mvt", "both");

    @Param({"attack", "mvt", "both"})
    public String set;

    private final StixReader reader = new StixReader(StixLimits.defaults());
    private final ObjectMapper mapper = new ObjectMapper();
    private List<byte[]> bundles;

    @Setup
    public void read() {
        bundles = Corpus.bundles(set);
    }

    @Benchmark
    public void validate(Blackhole sink) {
        for (byte[] bundle : bundles) {
            sink.consume(reader.readBundle(bundle));
        }
    }

    @Benchmark
    public void readTree(Blackhole sink) throws IOException {
        for (byte[] bundle : bundles) {
            sink.consume(mapper.readTree(bundle));
        }
    }
}

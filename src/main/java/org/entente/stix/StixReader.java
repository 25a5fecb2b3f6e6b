package org.entente.stix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;

/**
 * Reads submitted bytes into judged objects.
 *
 * <p>Never throws on any bytes. Time and memory are linear in their number. Safe for use by several threads; the arrays given must
 * not change afterwards, since accepted objects refer to them.
 */
public final class StixReader {
    private final StixLimits limits;

    public StixReader(StixLimits limits) {
        this.limits = limits;
    }

    /** Reads a bundle (STIX 2.1 §8). */
    public StixBody readBundle(byte[] utf8) {
        return readBody(utf8, BodyKind.BUNDLE);
    }

    /** Reads a TAXII 2.1 envelope, {@code {"objects": […]}}. */
    public StixBody readEnvelope(byte[] utf8) {
        return readBody(utf8, BodyKind.ENVELOPE);
    }

    /** Reads one bare object; its index is 0. */
    public Candidate readObject(byte[] utf8) {
        JsonScanner scanner = new JsonScanner(utf8, limits.json());
        JsonTape tape = new JsonTape();
        try {
            Candidate candidate = new CandidateReader(scanner, tape, limits).read(0);
            scanner.requireEnd();
            return candidate;
        } catch (MalformedJson broken) {
            return new Candidate.Invalid(
                    0, Optional.empty(), Optional.empty(), List.of(BodyFindings.malformed(utf8, broken)));
        }
    }

    private StixBody readBody(byte[] utf8, BodyKind kind) {
        try {
            return new BodyReader(utf8, kind, limits).read();
        } catch (MalformedJson broken) {
            return new StixBody.Unreadable(BodyFindings.malformed(utf8, broken));
        }
    }

    /** The two outer shapes objects come in. */
    enum BodyKind {
        BUNDLE,
        ENVELOPE
    }

    /** Reads the outer object of a body, handing each member of {@code objects} to a {@link CandidateReader}. */
    private static final class BodyReader {
        private final BodyKind kind;
        private final StixLimits limits;
        private final JsonScanner scanner;
        private final CandidateReader candidateReader;
        private final List<Candidate> candidates = new ArrayList<>();
        private final BodyFindings findings;

        BodyReader(byte[] body, BodyKind kind, StixLimits limits) {
            this.kind = kind;
            this.limits = limits;
            this.scanner = new JsonScanner(body, limits.json());
            this.candidateReader = new CandidateReader(scanner, new JsonTape(), limits);
            this.findings = new BodyFindings(kind, limits);
        }

        StixBody read() throws MalformedJson {
            if (scanner.peek() != '{') {
                return unreadable("body-shape", "The body is not a JSON object; send a bundle or an envelope.");
            }
            scanner.require('{');
            if (!scanner.skip('}')) {
                do {
                    Optional<StixBody> end = member();
                    if (end.isPresent()) {
                        return end.get();
                    }
                } while (scanner.skip(','));
                scanner.require('}');
            }
            scanner.requireEnd();
            return findings.unreadable()
                    .<StixBody>map(StixBody.Unreadable::new)
                    .orElseGet(() -> new StixBody.Read(candidates, findings.more(), findings.all()));
        }

        private Optional<StixBody> member() throws MalformedJson {
            JsonTape tape = new JsonTape();
            if (scanner.peek() != '"') {
                scanner.require('"');
            }
            scanner.value(tape);
            String name = tape.text(0);
            findings.key(name, scanner.flaws());
            scanner.require(':');
            if (name.equals("objects") && scanner.peek() == '[') {
                return objects();
            }
            scanner.value(tape);
            findings.value(name, tape, scanner.flaws());
            return Optional.empty();
        }

        private Optional<StixBody> objects() throws MalformedJson {
            scanner.require('[');
            if (scanner.skip(']')) {
                findings.emptyObjects();
                return Optional.empty();
            }
            do {
                if (candidates.size() == limits.objects()) {
                    return Optional.of(unreadable(
                            "objects-limit",
                            "The body has more than " + limits.objects() + " objects; send them in parts."));
                }
                candidates.add(candidateReader.read(candidates.size()));
            } while (scanner.skip(','));
            scanner.require(']');
            return Optional.empty();
        }

        private StixBody unreadable(String rule, String message) {
            String section = rule.endsWith("-limit") ? "limit" : kind == BodyKind.BUNDLE ? "§8" : "TAXII §3.7";
            return new StixBody.Unreadable(new Finding(Severity.ERROR, "", rule, section, message));
        }
    }
}

package org.entente.csaf.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.entente.stix.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks CSAF 2.0 documents: JSON, the schema of section 3, and every mandatory test of section 6.1. Thread safe; pure.
 *
 * <p>The caller bounds the size of the bytes. Nesting is bounded here.
 */
public final class CsafReader {

    private static final int NESTING_MAX = 200;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Weaknesses weaknesses;

    /** Checks names of weaknesses against this list. */
    public CsafReader(Weaknesses weaknesses) {
        this.weaknesses = weaknesses;
    }

    /** Everything there is to say about these bytes. */
    public Checked check(byte[] bytes) {
        Findings findings = new Findings();
        @Nullable JsonNode tree = parse(bytes, findings);
        if (tree == null) {
            return new Checked(Optional.empty(), findings.all());
        }
        Spot root = Spot.root(tree);
        DocumentShape.check(root, findings);
        // Each of these looks past what is missing, so that a document with one wrong member is still told of the
        // others.
        Products products = Products.of(root);
        new ProductTests(root, products, findings).check();
        new VulnerabilityTests(root, products, weaknesses, findings).check();
        new TrackingTests(root, findings).check();
        new DocumentTests(root, findings).check();
        new ProfileTests(root, products, findings).check();
        return new Checked(Optional.of(new CsafDocument(bytes, tree)), findings.all());
    }

    private static @Nullable JsonNode parse(byte[] bytes, Findings findings) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            JsonNode tree = JSON.readTree(bytes);
            if (tree.isObject()) {
                return tree;
            }
            findings.shape(Spot.root(tree), "A CSAF document is a JSON object.");
        } catch (CharacterCodingException notUtf8) {
            findings.malformed("A CSAF document is JSON in UTF-8.");
        } catch (JsonProcessingException broken) {
            @Nullable JsonLocation at = broken.getLocation();
            findings.malformed("It is not well-formed JSON, or says a member twice or nests deeper than " + NESTING_MAX
                    + (at == null ? "." : ", at line " + at.getLineNr() + ", column " + at.getColumnNr() + "."));
        } catch (IOException cannotBe) {
            throw new IllegalStateException("bytes in memory can be read", cannotBe);
        }
        return null;
    }

    /**
     * The outcome: the document, where the bytes are a JSON object at all, and what is wrong with it.
     *
     * @param document may break any other rule, as the findings say
     * @param findings at most a few hundred; errors are of the schema and the mandatory tests
     */
    public record Checked(Optional<CsafDocument> document, List<Finding> findings) {
        public Checked {
            findings = List.copyOf(findings);
        }

        /** Whether it keeps the schema and every mandatory test. */
        public boolean isValid() {
            return document.isPresent() && findings.stream().noneMatch(Finding::isError);
        }
    }
}

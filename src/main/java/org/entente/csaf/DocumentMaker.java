package org.entente.csaf;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.entente.advisory.Advisories;
import org.entente.advisory.AdvisoryConfig;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.advisory.TrackingId;
import org.entente.advisory.Version;
import org.entente.csaf.Made.File;
import org.entente.csaf.document.CsafDocument;
import org.entente.csaf.document.CsafReader;
import org.entente.csaf.document.CsafReader.Checked;
import org.entente.csaf.document.Weaknesses;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.stix.Finding;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents of versions: the imported original where nobody edited what was imported and it keeps every mandatory test, else one
 * of the exchange's own writing. Thread safe. A document that fails a mandatory test is not made, whoever wrote it.
 */
@ApplicationScoped
class DocumentMaker {

    private static final Logger LOG = Logger.getLogger(DocumentMaker.class);

    /** What file systems of consumers can hold, with the ending of a hash. */
    private static final int FILE_NAME_MAX = 200;

    private final Advisories advisories;
    private final DocumentRows rows;
    private final Provider provider;
    private final AdvisoryConfig advisory;
    private final Clock clock;
    private final CsafReader reader;

    DocumentMaker(
            Advisories advisories,
            DocumentRows rows,
            Provider provider,
            CsafConfig config,
            AdvisoryConfig advisory,
            Clock clock) {
        this.advisories = advisories;
        this.rows = rows;
        this.provider = provider;
        this.advisory = advisory;
        this.clock = clock;
        this.reader = new CsafReader(weaknesses(config));
    }

    private static Weaknesses weaknesses(CsafConfig config) {
        try {
            return config.weaknessList().isPresent()
                    ? WeaknessList.read(Path.of(config.weaknessList().get()))
                    : Weaknesses.unknown();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "entente.csaf.weakness-list must be a readable file, MITRE's list of weaknesses as CSV",
                    unreadable);
        }
    }

    /** Checks a document. Takes the processor for up to a second for the largest. */
    Checked check(byte[] document) {
        return reader.check(document);
    }

    /** The document's bytes beside what is known of it. */
    record WithBytes(Made made, byte[] bytes) {}

    /**
     * A version as a document; without a file where its marking cannot be carried.
     *
     * @param versions of the advisory, all of them
     * @param version that is published
     */
    Uni<WithBytes> make(List<Version> versions, Version version) {
        Instant at = version.publishedAt().orElseThrow();
        Optional<Label> label = Label.of(version.wording().content().level());
        if (label.isEmpty()) {
            return Uni.createFrom().item(none(version, at));
        }
        return original(version, label.get(), true)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(original -> original.orElseGet(() -> written(versions, version, label.get())))
                .map(document -> made(version, at, label.get(), document));
    }

    /**
     * What would be provided of a version that is not published, if it were now.
     *
     * @throws ProblemException 409 where there would be nothing
     */
    Uni<byte[]> preview(List<Version> versions, long number) {
        Version working = versions.stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        Version version = working.publishedAt().isPresent() ? working : asOf(working, clock.instant());
        Label label = Label.of(version.wording().content().level())
                .orElseThrow(
                        () -> new ProblemException(
                                ProblemType.CONFLICT,
                                "CSAF 2.0 has no label that means TLP:AMBER+STRICT, and a wider one would let more people have it."));
        // Looks, and claims no file name.
        return original(version, label, false)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(original -> original.orElseGet(() -> written(with(versions, version), version, label)))
                .invoke(this::refuseInvalid);
    }

    private static Version asOf(Version working, Instant now) {
        return new Version(
                working.trackingId(),
                working.number(),
                working.wording(),
                working.digest(),
                working.approvedBy(),
                Optional.of(now),
                working.createdAt());
    }

    private static List<Version> with(List<Version> versions, Version version) {
        return versions.stream()
                .map(one -> one.number() == version.number() ? version : one)
                .toList();
    }

    private void refuseInvalid(byte[] document) {
        Checked checked = reader.check(document);
        if (!checked.isValid()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The document fails mandatory tests of CSAF 2.0.",
                    checked.findings().stream()
                            .filter(Finding::isError)
                            .map(finding -> new ProblemError(finding.pointer(), finding.message()))
                            .toList());
        }
    }

    private static WithBytes none(Version version, Instant at) {
        return new WithBytes(new Made(version.trackingId(), version.number(), at, Optional.empty()), new byte[0]);
    }

    private WithBytes made(Version version, Instant at, Label label, byte[] bytes) {
        Checked checked = reader.check(bytes);
        @Nullable CsafDocument document = checked.document().orElse(null);
        // Its label is asked of the bytes again: they are what consumers go by.
        if (document == null || !checked.isValid() || labelOf(document) != label) {
            LOG.errorf(
                    "An advisory is not provided as CSAF: its document fails mandatory tests or has another label; trackingId=%s version=%d %s",
                    version.trackingId(), version.number(), checked.findings());
            return none(version, at);
        }
        Signer signer = provider.signer();
        Instant first = document.initialReleaseDate().orElseThrow();
        File file = new File(
                label,
                first.atZone(ZoneOffset.UTC).getYear(),
                document.fileName(),
                document.title(),
                first,
                document.currentReleaseDate().orElseThrow(),
                hash("SHA-256", bytes),
                hash("SHA-512", bytes),
                signer.sign(bytes, clock.instant()),
                signer.fingerprint());
        return new WithBytes(new Made(version.trackingId(), version.number(), at, Optional.of(file)), bytes);
    }

    /** The bytes that were imported, where what was imported is what is published. */
    private Uni<Optional<byte[]>> original(Version version, Label label, boolean claims) {
        @Nullable SourceDocument source = version.wording().content().source();
        if (source == null || !source.mediaType().equals(ImportsResource.MEDIA_TYPE)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return advisories
                .source(source.sha256())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(kept -> kept.filter(bytes -> isUntouched(bytes, version, source, label)))
                .chain(untouched -> untouched.isEmpty() || !claims
                        ? Uni.createFrom().item(untouched)
                        : rows.claim(fileName(untouched.get()), version.trackingId())
                                .map(own -> untouched.filter(any -> own)));
    }

    private String fileName(byte[] bytes) {
        return reader.check(bytes).document().orElseThrow().fileName();
    }

    private boolean isUntouched(byte[] bytes, Version version, SourceDocument source, Label label) {
        Checked checked = reader.check(bytes);
        if (!checked.isValid()) {
            return false;
        }
        CsafDocument document = checked.document().orElseThrow();
        boolean labelled = labelOf(document) == label;
        boolean named = document.fileName().length() <= FILE_NAME_MAX;
        // Nobody else's document may stand where one of the exchange's own would.
        boolean foreign = TrackingId.tryParse(document.trackingId()).isEmpty();
        return labelled && named && foreign && isImported(document, version, source);
    }

    /** A document without a label may be read by anybody. */
    private static Label labelOf(CsafDocument document) {
        return document.tlp().flatMap(Label::of).orElse(Label.WHITE);
    }

    private static boolean isImported(CsafDocument document, Version version, SourceDocument source) {
        try {
            return ImportedContent.of(
                            document, source, version.wording().content().level())
                    .equals(version.wording().content());
        } catch (IllegalArgumentException tooMuch) {
            return false;
        }
    }

    private byte[] written(List<Version> versions, Version version, Label label) {
        List<Issue.Revision> revisions = Issue.revisions(versions, version.number());
        int year = revisions.get(0).at().atZone(ZoneOffset.UTC).getYear();
        String address = provider.address(label.folder() + "/" + year + "/"
                + CsafDocument.fileName(version.trackingId().value()));
        return DocumentBuilder.document(
                new Issue(
                        version.trackingId(),
                        version.wording().content(),
                        version.digest(),
                        revisions,
                        address,
                        provider.publisher(advisory.publisher().name())),
                label);
    }

    /** A signature of a document by the present key. */
    String sign(byte[] document) {
        return provider.signer().sign(document, clock.instant());
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("Every Java runtime has " + algorithm, cannotBe);
        }
    }
}

package org.entente.release.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.entente.release.Recalled;
import org.entente.release.Released;
import org.entente.release.event.FeedEvent.SentView;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what may leave. Not thread safe: one for each shard or stream. What is alike for all recipients of an
 * object is found out once, for as long as the same content is asked for in a row.
 */
public final class FeedEvents {

    /** Anything shorter could be guessed offline from event ids. */
    public static final int SEAL_KEY_CHARACTERS_MIN = 32;

    /** Half a SHA-256 is beyond collision for any number of objects, and half the bytes in every event. */
    private static final int EVENT_ID_BYTES = 16;

    private final Mac eventIds;
    private byte[] lastContent = new byte[0];
    private boolean lastRevoked;
    private @Nullable StixId lastId;
    private @Nullable Instant lastVersion;
    private String lastIdAndVersion = "";

    /** @param sealKey the secret of this exchange; the same key gives the same event ids */
    public FeedEvents(String sealKey) {
        if (sealKey.length() < SEAL_KEY_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "entente.seal-key must be a random secret of at least " + SEAL_KEY_CHARACTERS_MIN + " characters");
        }
        this.eventIds = macOf(sealKey);
    }

    /** The event of an object that goes out. */
    public FeedEvent of(Released released) {
        return new FeedEvent(
                idOf(released),
                typeOf(released),
                released.recipient(),
                released.feed(),
                released.id(),
                released.dateAdded(),
                Optional.of(released.tlp()),
                Optional.of(released.redacted() ? SentView.REDACTED : SentView.ORIGINAL),
                FeedEvent.STIX,
                released.content());
    }

    /** The event of an object that is taken back. */
    public FeedEvent of(Recalled recalled) {
        return new FeedEvent(
                idOf(recalled),
                EventType.RECALLED,
                recalled.recipient(),
                recalled.feed(),
                recalled.id(),
                recalled.recalledAt(),
                Optional.empty(),
                Optional.empty(),
                FeedEvent.JSON,
                RecallData.of(recalled));
    }

    private EventType typeOf(Released released) {
        if (isRevoked(released.content())) {
            return EventType.REVOKED;
        }
        return released.revision() ? EventType.REVISED : EventType.RELEASED;
    }

    private boolean isRevoked(byte[] content) {
        if (content != lastContent) {
            lastRevoked = Revocation.isIn(content);
            lastContent = content;
        }
        return lastRevoked;
    }

    /**
     * The same for the same recipient, object and version, for ever; tells nobody anything else. Contents of an object without
     * versions are told apart by what they are.
     */
    private String idOf(Released released) {
        return id(released.recipient() + versionOf(released), released.versioned() ? new byte[0] : released.content());
    }

    /** Written once for all who get it. */
    private String versionOf(Released released) {
        if (!released.id().equals(lastId) || !released.version().equals(lastVersion)) {
            lastId = released.id();
            lastVersion = released.version();
            lastIdAndVersion = "\n" + lastId + "\n" + lastVersion;
        }
        return lastIdAndVersion;
    }

    private String idOf(Recalled recalled) {
        // A partner's id has no line break, so that this is no event of a released object.
        return id(
                "recall\n" + recalled.recipient() + "\n" + recalled.notice() + "\n" + recalled.id() + "\n"
                        + recalled.version().map(Object::toString).orElse(""),
                new byte[0]);
    }

    private String id(String what, byte[] more) {
        eventIds.update(what.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(eventIds.doFinal(more), EVENT_ID_BYTES));
    }

    /** A key of its own for this purpose, so that no other use of the seal key says anything about event ids. */
    private static Mac macOf(String sealKey) {
        try {
            Mac master = Mac.getInstance("HmacSHA256");
            master.init(new SecretKeySpec(sealKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] derived = master.doFinal("entente relay event id 1\n".getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(derived, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The platform has no HmacSHA256", impossible);
        }
    }
}

package org.entente.partner;

import java.util.Optional;
import java.util.UUID;
import org.entente.party.Audience;
import org.entente.party.CommunityId;

/** A TAXII collection as one caller sees it (TAXII 2.1 §5.2). Values of a moment: a later request looks it up again. */
public sealed interface TaxiiCollection {

    /** Its id, a UUIDv4. */
    UUID id();

    /** Its name in paths, beside the id; unique. */
    String alias();

    /** What people call it. */
    String title();

    /** What it holds, in a sentence. */
    String description();

    /** Whether this caller may read it. */
    boolean canRead();

    /** Whether this caller may add to it. */
    boolean canWrite();

    /** Whom an envelope posted here is meant for; empty where nothing can be posted. */
    Optional<Audience> audience();

    /** Takes submissions whose recipients markings and policies decide; nobody reads it. */
    record Inbox(UUID id, boolean canWrite) implements TaxiiCollection {
        @Override
        public String alias() {
            return Collections.INBOX;
        }

        @Override
        public String title() {
            return "Inbox";
        }

        @Override
        public String description() {
            return "Add objects here to share them as far as their markings allow.";
        }

        @Override
        public boolean canRead() {
            return false;
        }

        @Override
        public Optional<Audience> audience() {
            return Optional.of(Audience.OPEN);
        }
    }

    /**
     * One of the feeds of everything released to the caller.
     *
     * @param alias the feed's label: {@code threats}, {@code mitigations} or {@code advisories}
     */
    record OfFeed(UUID id, String alias, String title, String description, boolean canRead) implements TaxiiCollection {
        @Override
        public boolean canWrite() {
            return false;
        }

        @Override
        public Optional<Audience> audience() {
            return Optional.empty();
        }
    }

    /** What is addressed to one community by name, as far as it is released to the caller. */
    record OfCommunity(UUID id, CommunityId community, String title, boolean canRead, boolean canWrite)
            implements TaxiiCollection {
        @Override
        public String alias() {
            return community.value();
        }

        @Override
        public String description() {
            return "What members of " + title + " share with one another.";
        }

        @Override
        public Optional<Audience> audience() {
            return Optional.of(Audience.ofCommunity(community));
        }
    }
}

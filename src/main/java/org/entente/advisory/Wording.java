package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * All that operators decide about one version of an advisory.
 *
 * @param content what it says
 * @param audience whom it is for; never told to a reader
 * @param gathered objects of the log that its report refers to; a reader is told of those it may have
 */
public record Wording(AdvisoryContent content, Audience audience, List<GatheredObject> gathered) {

    static final int GATHERED_MAX = 2_000;

    /** @throws IllegalArgumentException with a sentence, where the audience cannot be that of its TLP */
    public Wording {
        gathered = List.copyOf(gathered);
        Checks.distinct("gathered objects, each once", gathered, GatheredObject::id);
        if (gathered.size() > GATHERED_MAX) {
            throw new IllegalArgumentException("An advisory gathers at most " + GATHERED_MAX + " objects.");
        }
        Tlp level = content.level();
        if (level == Tlp.RED && audience.partners().isEmpty()) {
            throw new IllegalArgumentException("TLP:RED goes to partners named one by one; name them in audience.");
        }
        if (!level.isWithin(Tlp.GREEN) && audience.open()) {
            throw new IllegalArgumentException(
                    level.label() + " needs an audience: name communities or partners that it is for.");
        }
    }

    /** The same with other objects. */
    Wording gathering(List<GatheredObject> others) {
        return new Wording(content, audience, others);
    }

    /**
     * An object of the log.
     *
     * @param id as the log has it
     * @param version the newest when it was gathered; absent for an object without versions
     */
    @Schema(name = "GatheredObject")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GatheredObject(
            @JsonProperty(required = true) String id,
            @Nullable Instant version) {

        /** @throws IllegalArgumentException for what is no STIX id */
        public GatheredObject {
            if (StixId.tryParse(id).isEmpty()) {
                throw new IllegalArgumentException("id is a STIX id.");
            }
        }

        StixId stixId() {
            return StixId.tryParse(id).orElseThrow();
        }
    }

    /** What is stored beside the content. */
    record Terms(Names audience, List<GatheredObject> gathered) {

        static Terms of(Wording wording) {
            return new Terms(Names.of(wording.audience()), wording.gathered());
        }
    }

    /** An audience as operators write and read it: as at a submission. */
    @Schema(name = "AdvisoryAudienceNames")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Names(
            List<String> communities, List<String> partners, List<String> exceptions, List<String> exceptCommunities) {

        /** Whoever markings and policies allow. */
        public static final Names NOBODY_NAMED = new Names(List.of(), List.of(), List.of(), List.of());

        @SuppressWarnings("NullAway") // a body may leave out any of them
        public Names {
            communities = Checks.list("communities", communities, LIST_MAX);
            partners = Checks.list("partners", partners, LIST_MAX);
            exceptions = Checks.list("exceptions", exceptions, LIST_MAX);
            exceptCommunities = Checks.list("exceptCommunities", exceptCommunities, LIST_MAX);
        }

        private static final int LIST_MAX = 1_000;

        static Names of(Audience audience) {
            return new Names(
                    audience.communities().stream().map(CommunityId::value).toList(),
                    audience.partners().stream().map(PartnerId::value).toList(),
                    audience.exceptions().stream().map(PartnerId::value).toList(),
                    audience.exceptedCommunities().stream()
                            .map(CommunityId::value)
                            .toList());
        }

        Audience audience() {
            return Audience.of(
                            set(communities, CommunityId::new),
                            set(partners, PartnerId::new),
                            set(exceptions, PartnerId::new))
                    .withoutMembersOf(set(exceptCommunities, CommunityId::new));
        }

        private static <T> Set<T> set(List<String> names, java.util.function.Function<String, T> parser) {
            return names.stream().map(parser).collect(java.util.stream.Collectors.toSet());
        }
    }
}

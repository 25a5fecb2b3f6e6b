package org.entente.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entente.log.ReleaseClass.Topic;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Topics;

/** What the objects of one submission are about, by themselves and by what they refer to. */
final class TopicTerms {

    private static final String SECTOR = "sector:";
    private static final String REGION = "region:";

    /** More would make a class of every object; what concerns that many is for those who may have all. */
    private static final int NAMES_MAX = 64;

    /** No policy can list it, since it is no term of a vocabulary. */
    private static final String TOO_MANY = "too many";

    /** What no policy can list: every other name would make a class of its own, for good. */
    private static final String OTHER = "other";

    /** ISO 3166-1 alpha-2. */
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private final int maxConfidence;
    private final Background background;

    /** @param maxConfidence what a stated confidence counts for at most */
    TopicTerms(int maxConfidence, Background background) {
        this.maxConfidence = maxConfidence;
        this.background = background;
    }

    /** What the object says by itself. */
    Topic of(StixObject object) {
        int confidence = object.confidence().isPresent()
                ? Math.min(object.confidence().getAsInt(), maxConfidence)
                : Topic.UNSTATED;
        Names names = new Names();
        names.addStated(object.topics());
        return names.topic(Topic.of(Feeds.of(object), object.type()), confidence);
    }

    /**
     * With what it refers to.
     *
     * @param taken objects of the same body, by their ids
     */
    Topic with(Topic topic, StixObject object, Map<StixId, List<StixObject>> taken) {
        if (object.references().isEmpty()) {
            return topic;
        }
        Names names = new Names();
        names.add(topic);
        for (StixId target : object.references()) {
            taken.getOrDefault(target, List.of()).forEach(other -> names.addStated(other.topics()));
            background.visibleTopics(target).forEach(names::add);
        }
        return names.topic(topic, topic.confidence());
    }

    private static final class Names {
        private final Set<String> sectors = new TreeSet<>();
        private final Set<String> regions = new TreeSet<>();

        void add(Topic topic) {
            sectors.addAll(topic.sectors());
            regions.addAll(topic.regions());
        }

        void addStated(Topics topics) {
            if (topics == Topics.NONE) {
                return;
            }
            topics.sectors().forEach(sector -> sectors.add(Topics.isSector(lower(sector)) ? lower(sector) : OTHER));
            topics.region()
                    .map(region -> Topics.isRegion(lower(region)) ? lower(region) : OTHER)
                    .or(() -> topics.country().map(Names::country))
                    .ifPresent(regions::add);
            topics.labels().forEach(label -> addLabel(lower(label)));
        }

        private void addLabel(String label) {
            String sector = label.startsWith(SECTOR) ? label.substring(SECTOR.length()) : label;
            String region = label.startsWith(REGION) ? label.substring(REGION.length()) : label;
            if (Topics.isSector(sector.strip())) {
                sectors.add(sector.strip());
            }
            if (Topics.isRegion(region.strip())) {
                regions.add(region.strip());
            }
        }

        private static String lower(String name) {
            return name.strip().toLowerCase(Locale.ROOT);
        }

        private static String country(String name) {
            String upper = name.strip().toUpperCase(Locale.ROOT);
            return COUNTRY.matcher(upper).matches() ? upper : OTHER;
        }

        Topic topic(Topic like, int confidence) {
            return new Topic(like.feed(), like.kind(), bounded(sectors), bounded(regions), confidence);
        }

        private static Set<String> bounded(Set<String> names) {
            return names.size() > NAMES_MAX ? Set.of(TOO_MANY) : names;
        }
    }
}

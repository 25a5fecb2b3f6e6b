package org.entente.csaf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.entente.csaf.Made.File;

/**
 * The documents of the Resource-Oriented Lightweight Information Exchange (RFC 8322) in JSON: a feed for each label and the service
 * document that names them (CSAF 2.0, sections 7.1.15 and 7.1.16), and the provider's metadata (7.1.7). Which feeds there are is the same
 * for everybody, whatever is in them.
 */
final class Rolie {

    private static final String SCHEMA = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json";

    private final Provider provider;

    Rolie(Provider provider) {
        this.provider = provider;
    }

    static String feedName(Label label) {
        return "csaf-feed-tlp-" + label.word() + ".json";
    }

    /**
     * The feed of a label for one caller.
     *
     * @param documents that the caller has, the last released first
     */
    Served feed(Label label, List<Made> documents) {
        ObjectNode root = Json.NODES.objectNode();
        ObjectNode feed = root.putObject("feed");
        feed.put("id", "entente-csaf-feed-tlp-" + label.word()).put("title", title(label));
        link(feed.putArray("link"), "self", feedAddress(label));
        category(feed.putArray("category"));
        feed.put("updated", DocumentBuilder.time(updated(documents)));
        ArrayNode entries = feed.putArray("entry");
        documents.forEach(made -> made.file().ifPresent(file -> entries.add(entry(file))));
        return Served.of(Json.bytes(root), Served.JSON);
    }

    private Instant updated(List<Made> documents) {
        return documents.stream()
                .map(Made::publishedAt)
                .max(Comparator.naturalOrder())
                .orElse(provider.signer().createdAt());
    }

    private ObjectNode entry(File file) {
        String address = provider.address(file.label().folder() + "/" + file.path());
        ObjectNode entry = Json.NODES.objectNode();
        entry.put("id", file.name().replaceFirst("\\.json$", "")).put("title", file.title());
        ArrayNode links = entry.putArray("link");
        link(links, "self", address);
        link(links, "hash", address + ".sha256");
        link(links, "hash", address + ".sha512");
        link(links, "signature", address + ".asc");
        entry.put("published", DocumentBuilder.time(file.releasedFirst()))
                .put("updated", DocumentBuilder.time(file.releasedLast()));
        entry.putObject("summary").put("content", file.title());
        entry.putObject("content").put("type", Served.JSON).put("src", address);
        entry.putObject("format").put("schema", SCHEMA).put("version", "2.0");
        return entry;
    }

    private static void link(ArrayNode links, String relation, String address) {
        links.addObject().put("rel", relation).put("href", address);
    }

    private static void category(ArrayNode categories) {
        categories
                .addObject()
                .put("scheme", "urn:ietf:params:rolie:category:information-type")
                .put("term", "csaf");
    }

    private String feedAddress(Label label) {
        return provider.address(label.folder() + "/" + feedName(label));
    }

    private static String title(Label label) {
        return "CSAF documents of TLP:" + label;
    }

    Served service() {
        ObjectNode root = Json.NODES.objectNode();
        ObjectNode workspace = root.putObject("service").putArray("workspace").addObject();
        workspace.put("title", "CSAF documents");
        ArrayNode collections = workspace.putArray("collection");
        for (Label label : Label.values()) {
            ObjectNode collection = collections.addObject();
            collection.put("title", title(label)).put("href", feedAddress(label));
            category(collection.putObject("categories").putArray("category"));
        }
        return Served.of(Json.bytes(root), Served.JSON);
    }

    /** The provider's metadata. */
    Served metadata(String publisher, CsafConfig config) {
        Signer signer = provider.signer();
        ObjectNode root = Json.NODES.objectNode();
        root.put("canonical_url", provider.address("provider-metadata.json"))
                .put("metadata_version", "2.0")
                .put("role", "csaf_trusted_provider")
                .put("last_updated", DocumentBuilder.time(signer.createdAt()))
                .put("list_on_CSAF_aggregators", config.listOnAggregators())
                .put("mirror_on_CSAF_aggregators", config.mirrorOnAggregators());
        root.set("publisher", DocumentBuilder.publisher(provider.publisher(publisher)));
        root.putArray("public_openpgp_keys")
                .addObject()
                .put("fingerprint", signer.fingerprint())
                .put("url", provider.address("openpgp/" + signer.fingerprint() + ".asc"));
        ArrayNode distributions = root.putArray("distributions");
        ObjectNode rolie = distributions.addObject().putObject("rolie");
        ArrayNode feeds = rolie.putArray("feeds");
        for (Label label : Label.values()) {
            feeds.addObject()
                    .put("summary", title(label))
                    .put("tlp_label", label.name())
                    .put("url", feedAddress(label));
        }
        rolie.putArray("services").add(provider.address("service.json"));
        distributions.addObject().put("directory_url", provider.address(Label.WHITE.folder() + "/"));
        return Served.of(Json.bytes(root), Served.JSON);
    }
}

package org.entente.console;

import io.quarkus.qute.TemplateExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/**
 * The scripts and styles of the pages, each under an address with its hash, so that a browser may keep it for good and never
 * runs an old one with a new page. From the class path; nothing is fetched from elsewhere. Thread safe.
 */
@TemplateExtension(namespace = "asset")
final class Assets {

    private static final int HASH_CHARACTERS = 16;
    private static final String OWN = "org/entente/console/";

    private static final Map<String, Asset> ALL = Map.of(
            "console.css", own("console.css", "text/css; charset=UTF-8"),
            "console.js", own("console.js", "text/javascript; charset=UTF-8"),
            "charts.js", own("charts.js", "text/javascript; charset=UTF-8"),
            "icon.svg", own("icon.svg", "image/svg+xml"),
            "bootstrap.css",
                    brought("webjars", "org.webjars/bootstrap", "css/bootstrap.min.css", "text/css; charset=UTF-8"),
            "htmx.js",
                    brought(
                            "webjars",
                            "org.webjars.npm/htmx.org",
                            "dist/htmx.min.js",
                            "text/javascript; charset=UTF-8"),
            "echarts.js",
                    brought("_static", "org.mvnpm/echarts", "dist/echarts.min.js", "text/javascript; charset=UTF-8"));

    private Assets() {}

    /**
     * One file.
     *
     * @param hash part of its address
     * @param mediaType with its character set
     * @param bytes as they are
     * @param zipped the same, by gzip
     */
    record Asset(String hash, String mediaType, byte[] bytes, byte[] zipped) {}

    /** The address of a file, for templates: {@code {asset:url('console.css')}}. */
    static String url(String name) {
        return find(name)
                .map(asset -> ConsoleAddress.ASSETS + asset.hash() + "/" + name)
                .orElseThrow(() -> new IllegalArgumentException("No asset is called " + name));
    }

    static Optional<Asset> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Asset own(String name, String mediaType) {
        return asset(read(OWN + name), mediaType);
    }

    /** From a jar of scripts, in which every path has the version that Maven resolved. */
    private static Asset brought(String root, String artifact, String path, String mediaType) {
        String name = artifact.substring(artifact.indexOf('/') + 1);
        return asset(read("META-INF/resources/" + root + "/" + name + "/" + version(artifact) + "/" + path), mediaType);
    }

    private static String version(String artifact) {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/" + artifact + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static Asset asset(byte[] bytes, String mediaType) {
        return new Asset(hash(bytes), mediaType, bytes, zipped(bytes));
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("The program lacks " + resource);
        }
        return in;
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}

package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.INTEGER;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.References.fromObservable;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.entente.stix.json.JsonTape;

/** Artifacts, directories and files with their predefined extensions (STIX 2.1 §6.1, §6.3, §6.7). */
final class FileShapes {
    private static final Pattern EXIF_TAG = Pattern.compile("[A-Z][a-zA-Z0-9_-]+");
    private static final int KEY_LENGTH_MAX = 250;
    private static final Check SIZE = Checks.atLeast(0);

    private FileShapes() {}

    static List<Shape> all() {
        return List.of(artifact(), directory(), file());
    }

    private static Shape artifact() {
        return Common.observable("artifact", "§6.1")
                .optional("mime_type", Formats.MEDIA_TYPE)
                .optional("payload_bin", Binary.BASE64)
                .optional("url", Uris.URI)
                .optional("hashes", Hashes.ANY)
                .optional(
                        "encryption_algorithm",
                        Checks.enumeration(
                                "encryption-algorithm-enum", "AES-256-GCM", "ChaCha20-Poly1305", "mime-type-indicated"))
                .optional("decryption_key", STRING)
                .rule(Together.exactlyOne("payload_bin", "url"))
                .rule(Together.needs("url", "hashes"))
                .rule(Together.needs("decryption_key", "encryption_algorithm"))
                .build();
    }

    private static Shape directory() {
        return Common.observable("directory", "§6.3")
                .required("path", STRING)
                .optional("path_enc", Formats.CHARACTER_SET)
                .optional("ctime", TIMESTAMP)
                .optional("mtime", TIMESTAMP)
                .optional("atime", TIMESTAMP)
                .optional("contains_refs", list(fromObservable("file", "directory")))
                .build();
    }

    private static Shape file() {
        return Common.observable("file", "§6.7")
                .optional("hashes", Hashes.ANY)
                .optional("size", SIZE)
                .optional("name", STRING)
                .optional("name_enc", Formats.CHARACTER_SET)
                .optional("magic_number_hex", Hex.OCTETS)
                .optional("mime_type", STRING)
                .optional("ctime", TIMESTAMP)
                .optional("mtime", TIMESTAMP)
                .optional("atime", TIMESTAMP)
                .optional("parent_directory_ref", fromObservable("directory"))
                .optional("contains_refs", list(fromObservable()))
                .optional("content_ref", fromObservable("artifact"))
                .rule(Together.atLeastOne("hashes", "name"))
                .rule(Together.needs("name_enc", "name"))
                .build();
    }

    static Map<String, Shape> extensions() {
        return Map.of(
                "archive-ext", archive(),
                "ntfs-ext", ntfs(),
                "pdf-ext", pdf(),
                "raster-image-ext", rasterImage(),
                "windows-pebinary-ext", WindowsPeShapes.binary());
    }

    private static Shape archive() {
        return Shape.of("archive-ext", "§6.7.2")
                .required("contains_refs", list(fromObservable("file", "directory")))
                .optional("comment", STRING)
                .build();
    }

    private static Shape ntfs() {
        Shape stream = Shape.of("alternate-data-stream-type", "§6.7.3")
                .required("name", STRING)
                .optional("hashes", Hashes.ANY)
                .optional("size", SIZE)
                .build();
        return Shape.of("ntfs-ext", "§6.7.3")
                .optional("sid", STRING)
                .optional("alternate_data_streams", list(stream.asCheck()))
                .rule(Together.atLeastOne("sid", "alternate_data_streams"))
                .build();
    }

    private static Shape pdf() {
        return Shape.of("pdf-ext", "§6.7.4")
                .optional("version", STRING)
                .optional("is_optimized", Checks.BOOLEAN)
                .optional("document_info_dict", Dictionaries.of(STRING))
                .optional("pdfid0", STRING)
                .optional("pdfid1", STRING)
                .rule(Together.atLeastOne("version", "is_optimized", "document_info_dict", "pdfid0", "pdfid1"))
                .build();
    }

    private static Shape rasterImage() {
        return Shape.of("raster-image-ext", "§6.7.5")
                .optional("image_height", INTEGER)
                .optional("image_width", INTEGER)
                .optional("bits_per_pixel", INTEGER)
                .optional("image_compression_algorithm", STRING)
                .optional("exif_tags", Dictionaries.of(Checks.STRING_OR_INTEGER).and(FileShapes::exifTags))
                .rule(Together.atLeastOne(
                        "image_height", "image_width", "bits_per_pixel", "image_compression_algorithm", "exif_tags"))
                .build();
    }

    private static void exifTags(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (!tape.isObject(node)) {
            return;
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            boolean bounded = tape.end(key) - tape.start(key) <= KEY_LENGTH_MAX;
            if (!bounded || !EXIF_TAG.matcher(tape.text(key)).matches()) {
                in.error(
                        key,
                        Rule.DICTIONARY_KEY,
                        in.quote(key) + " is not an EXIF tag; keep its capitals, as in XResolution.");
            }
        }
    }
}

package org.entente.csaf;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entente.csaf.Made.File;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;

/**
 * The folder of a label for one caller (CSAF 2.0, sections 7.1.11 to 7.1.15, 7.1.18 and 7.1.19): documents by year with their hashes and
 * signatures, index.txt, changes.csv, the feed, and listings for people. Everything is made of what the caller has. Thread safe.
 */
@ApplicationScoped
class Folder {

    private static final Pattern NAME = Pattern.compile("([a-z0-9+_-]+\\.json)(\\.sha256|\\.sha512|\\.asc)?");

    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");

    private final Holdings holdings;
    private final DocumentRows rows;
    private final Provider provider;
    private final Rolie rolie;

    Folder(Holdings holdings, DocumentRows rows, Provider provider) {
        this.holdings = holdings;
        this.rows = rows;
        this.provider = provider;
        this.rolie = new Rolie(provider);
    }

    /** Whose folder of which label. */
    record Of(Optional<PartnerId> reader, Label label) {}

    /** {@code index.txt}: the paths of all documents. */
    Uni<Served> index(Of of) {
        return files(of)
                .map(files -> Served.of(
                        files.stream().map(file -> file.path() + "\n").sorted().collect(Collectors.joining()),
                        Served.TEXT));
    }

    /** {@code changes.csv}: each document and its current release date, the latest first. */
    Uni<Served> changes(Of of) {
        return files(of)
                .map(files -> Served.of(
                        files.stream()
                                .map(file -> "\"" + file.path() + "\",\"" + file.releasedLast() + "\"\n")
                                .collect(Collectors.joining()),
                        "text/csv;charset=UTF-8;header=absent"));
    }

    /** The feed of that name. */
    Uni<Served> feed(Of of, String name) {
        if (!name.equals(Rolie.feedName(of.label()))) {
            throw ProblemException.notFound();
        }
        return holdings.of(of.reader(), of.label()).map(documents -> rolie.feed(of.label(), documents));
    }

    /** What lies in the folder. */
    Uni<Served> listing(Of of) {
        return files(of).map(files -> {
            List<String> names =
                    new java.util.ArrayList<>(List.of("changes.csv", "index.txt", Rolie.feedName(of.label())));
            new TreeSet<>(files.stream().map(File::year).toList())
                    .forEach(year -> names.add(String.format("%04d/", year)));
            return page(of.label().folder() + "/", names);
        });
    }

    /** What lies in the folder of a year; 404 where nothing does. */
    Uni<Served> listing(Of of, String asked) {
        int year = year(asked);
        return files(of).map(files -> {
            List<String> names = files.stream()
                    .filter(file -> file.year() == year)
                    .map(File::name)
                    .sorted()
                    .flatMap(
                            name -> java.util.stream.Stream.of(name, name + ".asc", name + ".sha256", name + ".sha512"))
                    .toList();
            if (names.isEmpty()) {
                throw ProblemException.notFound();
            }
            return page(of.label().folder() + "/" + String.format("%04d/", year), names);
        });
    }

    private static int year(String asked) {
        if (!YEAR.matcher(asked).matches()) {
            throw ProblemException.notFound();
        }
        return Integer.parseInt(asked);
    }

    private Served page(String folder, List<String> names) {
        // Names consist of letters, digits and a few marks: nothing in them is of meaning in HTML.
        String links = names.stream()
                .map(name -> "<li><a href=\"" + provider.address(folder + name) + "\">" + name + "</a></li>\n")
                .collect(Collectors.joining());
        return Served.of(
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + folder
                        + "</title></head>\n<body>\n<h1>" + folder + "</h1>\n<ul>\n" + links
                        + "</ul>\n</body>\n</html>\n",
                "text/html;charset=UTF-8");
    }

    /** A document, or its hash or signature. */
    Uni<Served> file(Of of, String asked, String name) {
        int year = year(asked);
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw ProblemException.notFound();
        }
        return holdings.of(of.reader(), of.label())
                .chain(documents -> documents.stream()
                        .filter(made -> made.file()
                                .filter(file ->
                                        file.year() == year && file.name().equals(parts.group(1)))
                                .isPresent())
                        .findFirst()
                        .map(made ->
                                file(made, Optional.ofNullable(parts.group(2)).orElse("")))
                        .orElseThrow(ProblemException::notFound));
    }

    private Uni<Served> file(Made made, String extension) {
        File file = made.file().orElseThrow();
        return switch (extension) {
            case ".sha256" -> served(hashLine(file.sha256(), file.name()), Served.TEXT, made);
            case ".sha512" -> served(hashLine(file.sha512(), file.name()), Served.TEXT, made);
            case ".asc" -> Uni.createFrom().item(Served.of(file.signature(), "application/pgp-signature"));
            default -> rows.bytes(made).map(bytes -> new Served(bytes, Served.JSON, Optional.of(date(made))));
        };
    }

    private static Uni<Served> served(String text, String mediaType, Made made) {
        return Uni.createFrom()
                .item(new Served(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8), mediaType, Optional.of(date(made))));
    }

    /** Of the publication here: an original's own dates are older than what a reader may have had at this place before. */
    private static Instant date(Made made) {
        return made.publishedAt().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String hashLine(String hash, String name) {
        return hash + "  " + name + "\n";
    }

    private Uni<List<File>> files(Of of) {
        return holdings.of(of.reader(), of.label())
                .map(documents ->
                        documents.stream().flatMap(made -> made.file().stream()).toList());
    }
}

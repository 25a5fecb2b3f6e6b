package org.entente.routes;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One method of one path, as a resource class declares it.
 *
 * @param method {@code GET} and the like
 * @param path with its parameters in braces, without their patterns
 */
record Route(String method, String path) implements Comparable<Route> {

    /** Every route of the program, those that its description leaves out too. */
    static TreeSet<Route> all() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.entente").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> type.getMethods().stream()
                                .flatMap(method -> httpMethod(method).stream()
                                        .map(verb -> new Route(verb, joined(path(type), path(method))))))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> httpMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .flatMap(type -> type.tryGetAnnotationOfType(HttpMethod.class).stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(JavaClass type) {
        return type.getAnnotationOfType(Path.class).value();
    }

    private static String path(JavaMethod method) {
        return method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    }

    private static String joined(String base, String rest) {
        String path = base + "/" + rest;
        return path.replaceAll("\\{\\s*([^:}\\s]+)\\s*:[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "");
    }

    /** The path with a value in each parameter that names nothing there is. */
    String filled() {
        String filled = Arrays.stream(path.split("/"))
                .map(segment -> segment.replaceAll("\\{[^}]+}", "00000000-0000-4000-8000-000000000000"))
                .collect(Collectors.joining("/"));
        return filled.isEmpty() ? "/" : filled;
    }

    @Override
    public int compareTo(Route other) {
        return path.equals(other.path) ? method.compareTo(other.method) : path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

package org.entente.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the REST layer. That knows which methods an address has but does not say so on 405, where RFC 9110 §15.5.6 demands the
 * {@code Allow} header, and looks for the template of one only on the way to what answers there. Thread safe.
 */
@ApplicationScoped
class Addresses {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    /** Read when first asked for, twice at worst: the routes of a running application do not change. */
    private volatile @Nullable List<Route> routes;

    private record Route(String method, String template, Pattern path) {

        static Route of(String method, String path) {
            return new Route(method, withoutSlash(path), pattern(path));
        }

        long variables() {
            return VARIABLE.matcher(template).results().count();
        }
    }

    /** Its methods, sorted; empty for an address that no resource has. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        at(path).forEach(route -> add(methods, route));
        return methods;
    }

    /** Its template, such as {@code /api/v1/partners/{partner}}; empty for an address that no resource has. */
    Optional<String> template(String path) {
        return at(path).findFirst().map(Route::template);
    }

    /** Whether this is the template of an address, to the letter. */
    boolean hasTemplate(String template) {
        return routes().stream().anyMatch(route -> route.template().equals(template));
    }

    private Stream<Route> at(String path) {
        String address = withoutSlash(path);
        return routes().stream().filter(route -> route.path().matcher(address).matches());
    }

    private static void add(Set<String> methods, Route route) {
        methods.add(route.method());
        if (route.method().equals("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
    }

    private List<Route> routes() {
        List<Route> known = routes;
        if (known == null) {
            known = read();
            routes = known;
        }
        return known;
    }

    /** What has fewer variables before what has more. */
    private static List<Route> read() {
        List<Route> found = new ArrayList<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        RuntimeResourceVisitor.visitRuntimeResources("", deployment.getClassMappers(), new RuntimeResourceVisitor() {
            @Override
            public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                found.add(Route.of(method, path));
            }
        });
        found.sort(Comparator.comparingLong(Route::variables));
        return List.copyOf(found);
    }

    static Pattern pattern(String template) {
        StringBuilder regex = new StringBuilder();
        Matcher variables = VARIABLE.matcher(withoutSlash(template));
        int end = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(withoutSlash(template).substring(end, variables.start())));
            regex.append("[^/]+");
            end = variables.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(withoutSlash(template).substring(end)))
                .toString());
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

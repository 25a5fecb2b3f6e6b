package org.entente.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * Which methods an address has. The REST layer knows but does not say so on 405, where RFC 9110 §15.5.6 demands the
 * {@code Allow} header. Thread safe.
 */
@ApplicationScoped
class AllowedMethods {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    /** Read once, at the first 405: the routes of a running application do not change. */
    private List<Route> routes = List.of();

    private record Route(String method, Pattern path) {}

    /** Sorted; empty for an address that no resource has. */
    synchronized Set<String> of(String path) {
        if (routes.isEmpty()) {
            routes = read();
        }
        Set<String> methods = new TreeSet<>();
        String address = withoutSlash(path);
        routes.stream().filter(route -> route.path().matcher(address).matches()).forEach(route -> add(methods, route));
        return methods;
    }

    private static void add(Set<String> methods, Route route) {
        methods.add(route.method());
        if (route.method().equals("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
    }

    private static List<Route> read() {
        List<Route> found = new ArrayList<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        RuntimeResourceVisitor.visitRuntimeResources("", deployment.getClassMappers(), new RuntimeResourceVisitor() {
            @Override
            public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                found.add(new Route(method, pattern(path)));
            }
        });
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

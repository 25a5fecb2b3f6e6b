package org.entente.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.Test;

/** Calls every route as nobody and in every role, and holds each answer against {@code routes.txt}. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class RoutesIT {

    /** HTTP/1.1: not to read an answer to its end resets a stream of HTTP/2, and too many resets close the connection. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Test
    void everyRouteIsOpenToTheRolesOfItsRowAndClosedToAllOthers() throws Exception {
        Map<String, String> callers = callers();
        PageCalls pages = new PageCalls();
        List<String> wrong = new ArrayList<>();

        for (Map.Entry<Route, Set<String>> row : RouteTable.read().entrySet()) {
            for (String role : RouteTable.CALLERS) {
                Verdict verdict = PageCalls.isPage(row.getKey())
                        ? pages.called(row.getKey(), role)
                        : called(row.getKey(), callers.get(role));
                boolean may = row.getValue().contains(role);
                if (verdict.refused() == may || verdict.status() >= 500) {
                    wrong.add(row.getKey() + " as " + role + ": " + verdict.status());
                }
            }
        }

        assertThat(wrong).as("answers that are not those of the table").isEmpty();
    }

    /** @param refused whether for who calls, and not for what was asked */
    record Verdict(int status, boolean refused) {}

    /** Nothing that is named exists and nothing that is sent is complete, so what may be called changes nothing. */
    private static Verdict called(Route route, String authorization) throws IOException, InterruptedException {
        boolean reads = route.method().equals("GET") || route.method().equals("HEAD");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + address(route)))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "*/*")
                .method(route.method(), reads ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        if (!reads) {
            request.header("Content-Type", "application/json");
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        // Some answer without end.
        HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        answer.body().close();
        boolean toSignIn = answer.statusCode() / 100 == 3
                && answer.headers().firstValue("Location").orElse("").contains("/console/sign-in");
        return new Verdict(answer.statusCode(), answer.statusCode() == 401 || answer.statusCode() == 403 || toSignIn);
    }

    private static String address(Route route) {
        String path = route.filled();
        return route.path().startsWith("/taxii2") && !path.endsWith("/") ? path + "/" : path;
    }

    private static Map<String, String> callers() {
        DemoAccess demo = DemoAccess.awaited();
        PartnersOverRest partners = new PartnersOverRest(demo);
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> callers = new LinkedHashMap<>();
        callers.put(RouteTable.NOBODY, "");
        for (String role : List.of("submitter", "subscriber")) {
            String id = "only-" + role + "-" + suffix;
            partners.only(role, id);
            callers.put(role, basic(id, partners.passwordOf(id)));
        }
        for (String operator : List.of("curator", "approver", "auditor", "admin")) {
            callers.put(
                    operator,
                    basic(
                            demo.caller(operator).username(),
                            demo.caller(operator).password()));
        }
        return callers;
    }

    private static String basic(String username, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}

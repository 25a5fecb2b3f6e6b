package org.entente.walks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An issuer of OpenID Connect that takes everybody for the same person: discovery, keys, authorization code with PKCE. On another
 * site than the exchange, as far as a browser is concerned.
 */
final class Issuer implements AutoCloseable {

    static final String CLIENT = "entente-console";
    private static final String KEY = "test-key";

    private final HttpServer server;
    private final KeyPair keys;
    private final Map<String, String> challenges = new ConcurrentHashMap<>();

    /** Whom the next tokens are about. */
    volatile String subject = "nobody";

    Issuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/.well-known/openid-configuration", call -> json(call, discovery()));
        server.createContext("/jwks", call -> json(call, keySet()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String discovery() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"]}
                """.formatted(url());
    }

    private String keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\": [{\"kty\": \"RSA\", \"use\": \"sig\", \"alg\": \"RS256\", \"kid\": \"" + KEY
                + "\", \"n\": \"" + unsigned(key.getModulus()) + "\", \"e\": \"" + unsigned(key.getPublicExponent())
                + "\"}]}";
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return base64(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private void authorize(HttpExchange call) throws IOException {
        QueryStringDecoder asked = new QueryStringDecoder(call.getRequestURI());
        String code = UUID.randomUUID().toString();
        challenges.put(code, parameter(asked, "code_challenge"));
        call.getResponseHeaders()
                .set(
                        "Location",
                        parameter(asked, "redirect_uri") + "?code=" + code + "&state=" + parameter(asked, "state"));
        call.sendResponseHeaders(302, -1);
        call.close();
    }

    private void token(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        QueryStringDecoder form = new QueryStringDecoder(body, StandardCharsets.UTF_8, false);
        String challenge = challenges.remove(parameter(form, "code"));
        if (challenge == null || !challenge.equals(base64(sha256(parameter(form, "code_verifier"))))) {
            call.sendResponseHeaders(400, -1);
            call.close();
            return;
        }
        String token = Jwt.issuer(url())
                .subject(subject)
                .audience(CLIENT)
                .expiresIn(Duration.ofMinutes(5))
                .jws()
                .keyId(KEY)
                .sign(keys.getPrivate());
        json(
                call,
                "{\"id_token\": \"" + token
                        + "\", \"access_token\": \"opaque\", \"token_type\": \"Bearer\", \"expires_in\": 300}");
    }

    private static String parameter(QueryStringDecoder of, String name) {
        return of.parameters().getOrDefault(name, java.util.List.of("")).get(0);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void json(HttpExchange call, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(200, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package org.entente.advisory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Reads catalogues of known exploited vulnerabilities. Thread safe. */
@ApplicationScoped
class KevReader {

    private final ObjectMapper json;

    KevReader(ObjectMapper json) {
        this.json = json;
    }

    /** Away from the event loop. What is wrong with it fails as of any body. */
    Uni<KevCatalogue> read(byte[] document) {
        return Uni.createFrom()
                .deferred(() -> parsed(document))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<KevCatalogue> parsed(byte[] document) {
        try {
            return Uni.createFrom().item(DraftingResource.given(json.readValue(document, KevCatalogue.class)));
        } catch (IOException unreadable) {
            return Uni.createFrom().failure(unreadable);
        }
    }
}

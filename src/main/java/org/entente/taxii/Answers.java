package org.entente.taxii;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.entente.http.TaxiiMedia;
import org.entente.partner.Collections;
import org.entente.partner.TaxiiCollection;
import org.entente.taxii.Resources.CollectionItem;
import org.entente.taxii.Resources.CollectionList;
import org.entente.taxii.Selection.Endpoint;

/** Turns what was read into TAXII responses, each with the one media type and the headers of §3.2. */
@ApplicationScoped
class Answers {

    private static final String ADDED_FIRST = "X-TAXII-Date-Added-First";
    private static final String ADDED_LAST = "X-TAXII-Date-Added-Last";

    Response of(Object entity) {
        return ok(entity).build();
    }

    /** §5.7 has no body. */
    Response deleted(Object nothing) {
        return Response.ok().header(HttpHeaders.CONTENT_TYPE, TaxiiMedia.TAXII).build();
    }

    Response collections(Collections found) {
        return of(
                new CollectionList(found.all().stream().map(CollectionItem::of).toList()));
    }

    Response collection(TaxiiCollection found) {
        return of(CollectionItem.of(found));
    }

    /** A page that is there as a whole. */
    Response page(Endpoint endpoint, ReleasedPage page) {
        Response.ResponseBuilder response = Response.ok(new PageBody(endpoint).whole(page));
        headers(page).forEach(response::header);
        return response.build();
    }

    /** What a page says besides its body. */
    Map<String, String> headers(ReleasedPage page) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, TaxiiMedia.TAXII);
        page.addedFirst().map(TaxiiTime::format).ifPresent(first -> headers.put(ADDED_FIRST, first));
        page.addedLast().map(TaxiiTime::format).ifPresent(last -> headers.put(ADDED_LAST, last));
        return headers;
    }

    private static Response.ResponseBuilder ok(Object entity) {
        return Response.ok(entity).header(HttpHeaders.CONTENT_TYPE, TaxiiMedia.TAXII);
    }
}

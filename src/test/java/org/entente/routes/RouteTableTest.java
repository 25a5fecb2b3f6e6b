package org.entente.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A new route needs a row, and so somebody's thought about who may call it. {@link RoutesIT} tries the rows. */
class RouteTableTest {

    @Test
    void everyRouteHasItsRowAndNoRowIsWithoutRoute() throws IOException {
        assertThat(RouteTable.read().keySet()).containsExactlyInAnyOrderElementsOf(Route.all());
    }
}

package org.entente.walks;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** All walks through one exchange: to start it for each would take longer than most of them. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ConsoleWalkIT {

    @AfterAll
    static void closeBrowser() {
        Walk.closeBrowser();
    }

    @Nested
    class AtTheDoor extends DoorWalk {}

    @Nested
    class AtTheReviewQueue extends ReviewWalk {}

    @Nested
    class WithAdvisories extends AdvisoryWalk {}

    @Nested
    class WithPartnersAndRecalls extends TasksWalk {}

    @Nested
    class OverEveryPage extends PagesWalk {}
}

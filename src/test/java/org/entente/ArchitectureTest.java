package org.entente;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The package table and the promises of the design, held against the compiled classes. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String BASE = "org.entente";

    /** Values that every package may use: pure, without a service behind them. */
    private static final Set<String> VALUES = Set.of("stix", "party");

    /** What each package may use besides the values. A new package needs a line here, and a record of the decision. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("stix", Set.of()),
            Map.entry("party", Set.of()),
            Map.entry("http", Set.of()),
            // What is done anywhere is noted in one place, which knows nothing of it.
            Map.entry("audit", Set.of("http")),
            Map.entry("standalone", Set.of()),
            Map.entry("trace", Set.of()),
            Map.entry("log", Set.of("audit", "trace")),
            Map.entry("partner", Set.of("http", "audit")),
            Map.entry("release", Set.of("partner", "log")),
            Map.entry("gate", Set.of("log", "release", "partner", "http", "audit")),
            // What a partner may not see looks absent to it also where it submits: intake asks the gate, which answers
            // in
            // values of release.
            Map.entry("intake", Set.of("log", "release", "partner", "http", "gate", "audit", "trace")),
            Map.entry("relay", Set.of("log", "release", "partner", "http", "gate", "audit", "trace")),
            Map.entry("taxii", Set.of("log", "release", "partner", "http", "gate", "recall", "audit")),
            Map.entry("feed", Set.of("log", "release", "partner", "http", "gate", "audit")),
            // It takes back what was released.
            Map.entry("recall", Set.of("log", "release", "partner", "http", "gate", "audit", "trace")),
            // It says what intake would take and who would get it.
            Map.entry("explain", Set.of("log", "release", "partner", "http", "gate", "intake", "audit")),
            // Operators decide on what intake holds, and are shown who would get it.
            Map.entry("review", Set.of("log", "release", "partner", "http", "gate", "intake", "explain", "audit")),
            Map.entry("mitigation", Set.of("log", "release", "partner", "http", "gate", "audit")),
            // How far topics are the relay knows.
            Map.entry("overview", Set.of("log", "release", "partner", "http", "gate", "relay")),
            Map.entry("search", Set.of("log", "release", "partner", "http", "gate", "audit")),
            // It publishes into the log, takes back, shows each reader what is released to it, and says who will be
            // one.
            Map.entry(
                    "advisory",
                    Set.of("log", "release", "partner", "http", "gate", "intake", "explain", "recall", "audit")),
            // It recalls what it erases, and takes it off the topics; what a hold is about intake knows.
            Map.entry(
                    "retention",
                    Set.of("log", "release", "partner", "http", "gate", "relay", "recall", "intake", "audit")),
            Map.entry("csaf", Set.of("log", "release", "partner", "http", "gate", "advisory", "audit")),
            Map.entry("console", everything()),
            Map.entry("demo", everything()));

    /** May use any; so whatever depended on them would depend on all. */
    private static final Set<String> USED_BY_NOBODY = Set.of("console", "demo");

    private static final List<Class<? extends Annotation>> WHO_MAY_CALL =
            List.of(RolesAllowed.class, Authenticated.class, PermitAll.class, DenyAll.class);

    @ArchTest
    static void everyPackageUsesOnlyWhatTheTableAllows(JavaClasses classes) {
        MAY_USE.forEach((user, allowed) -> noClasses()
                .that()
                .resideInAPackage(packageOf(user))
                .should()
                .dependOnClassesThat(describe("of a package it may not use", used -> isForbidden(user, used)))
                .because("data flows one way: '" + user + "' may use " + new TreeSet<>(allowed(user))
                        + " and no other package of ours")
                .allowEmptyShould(true)
                .check(classes));
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses classes) {
        Set<String> found = classes.stream()
                .map(ArchitectureTest::feature)
                .filter(feature -> !feature.isEmpty())
                .collect(Collectors.toSet());

        assertThat(MAY_USE.keySet())
                .as("a new package is a decision: give it a line in the table and a record in docs/adr")
                .containsAll(found);
    }

    @ArchTest
    static final ArchRule releaseIsPure = noClasses()
            .that()
            .resideInAPackage(packageOf("release"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "jakarta.persistence..",
                    "io.vertx..",
                    "org.apache.kafka..",
                    "java.sql..",
                    "org.hibernate..")
            .because("who gets what is decided by values alone, so that it can be tested exhaustively and read by"
                    + " anyone")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stixIsPure = noClasses()
            .that()
            .resideInAPackage(packageOf("stix"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..", "org.apache.kafka..", "java.sql..")
            .because("the standard's rules hold whatever runs around them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule csafDocumentsArePure = noClasses()
            .that()
            .resideInAPackage(packageOf("csaf.document"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..", "org.apache.kafka..", "java.sql..")
            .because("the standard's rules hold whatever runs around them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyReleaseMakesReleasedValues = noClasses()
            .that()
            .resideOutsideOfPackage(packageOf("release"))
            .should()
            .callCodeUnitWhere(describe(
                    "the constructor of Released or Recalled",
                    call -> call.getTarget().getName().equals("<init>")
                            && Set.of(BASE + ".release.Released", BASE + ".release.Recalled")
                                    .contains(call.getTarget().getOwner().getName())))
            .because("nothing leaves the exchange that the release decision did not make")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule producersAreInRelayOnly = noClasses()
            .that()
            .resideOutsideOfPackage(packageOf("relay"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.clients.producer..")
            .because("one place writes to Kafka, inside the transaction that also keeps its position")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule spansAreMadeInTraceOnly = noClasses()
            .that()
            .resideOutsideOfPackage(packageOf("trace"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..")
            .because("a span may say nothing but what the stages and figures of one package say")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule entitiesStayInTheirPackage = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should(onlyBeUsedInTheirPackage())
            .because("a table has one owner; others get values")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .that()
            // Runs before there is an injected clock.
            .resideOutsideOfPackage(packageOf("standalone"))
            .and()
            .doNotHaveFullyQualifiedName(WallClock.class.getName())
            .should()
            .callMethodWhere(describe("reads the machine's clock", call -> readsMachineClock(call.getTarget())))
            .because("a test must be able to set the time; take a java.time.Clock")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingBlocksOnAUni = noClasses()
            .should()
            .callMethodWhere(describe(
                    "waits for a Uni",
                    call -> call.getTarget().getName().equals("await")
                            && call.getTarget().getOwner().isAssignableTo(Uni.class)))
            .because("a blocked event loop stalls every caller it serves")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingSleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .because("a wait has a condition and a bound; a sleep has neither")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyHttpMethodSaysWhoMayCallIt = methods()
            .that(describe("are HTTP methods", ArchitectureTest::isHttpMethod))
            .should(declareWhoMayCall())
            .because("an endpoint without a declaration is open to whoever finds it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingIsLoggedPastTheLog = noClasses()
            .that()
            // Says why it refuses to start before there is a log.
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("an operator looks in one place")
            .allowEmptyShould(true);

    private static Set<String> everything() {
        return Set.of("*");
    }

    private static Set<String> allowed(String user) {
        Set<String> all = new HashSet<>(MAY_USE.getOrDefault(user, Set.of()));
        if (!VALUES.contains(user) && !user.equals("standalone")) {
            all.addAll(VALUES);
        }
        return all;
    }

    private static boolean isForbidden(String user, JavaClass used) {
        if (!used.getPackageName().startsWith(BASE)) {
            return false;
        }
        String feature = feature(used);
        if (feature.equals(user)) {
            return false;
        }
        if (USED_BY_NOBODY.contains(feature) || feature.isEmpty()) {
            return true;
        }
        Set<String> allowed = allowed(user);
        return !allowed.contains("*") && !allowed.contains(feature);
    }

    /** The first name after the base package; empty for the base package itself. */
    private static String feature(JavaClass of) {
        String name = of.getPackageName();
        if (name.equals(BASE)) {
            return "";
        }
        String below = name.substring(BASE.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static String packageOf(String feature) {
        return BASE + "." + feature + "..";
    }

    private static boolean readsMachineClock(CodeUnitCallTarget target) {
        JavaClass owner = target.getOwner();
        String method = target.getName();
        boolean now = method.equals("now") && target.getRawParameterTypes().isEmpty();
        boolean timeType = List.of(
                        Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)
                .stream()
                .anyMatch(owner::isEquivalentTo);
        return (now && timeType)
                || (owner.isEquivalentTo(Clock.class) && method.startsWith("system"))
                || (owner.isEquivalentTo(System.class) && method.equals("currentTimeMillis"));
    }

    private static boolean isHttpMethod(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    private static ArchCondition<JavaMethod> declareWhoMayCall() {
        return new ArchCondition<>("declare who may call it, on the method or its class") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean declared = WHO_MAY_CALL.stream()
                        .anyMatch(declaration -> method.isAnnotatedWith(declaration)
                                || method.getOwner().isAnnotatedWith(declaration));
                events.add(new SimpleConditionEvent(method, declared, method.getFullName() + " declares nothing"));
            }
        };
    }

    private static ArchCondition<JavaClass> onlyBeUsedInTheirPackage() {
        return new ArchCondition<>("only be used in their own package") {
            @Override
            public void check(JavaClass entity, ConditionEvents events) {
                entity.getDirectDependenciesToSelf().stream()
                        .filter(use -> !use.getOriginClass().getPackageName().equals(entity.getPackageName()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }
}

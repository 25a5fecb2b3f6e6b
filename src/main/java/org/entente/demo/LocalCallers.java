package org.entente.demo;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.CommunityService;
import org.entente.partner.CredentialService;
import org.entente.partner.Directory;
import org.entente.partner.IssuedPassword;
import org.entente.partner.IssuedToken;
import org.entente.partner.OperatorService;
import org.entente.partner.Owner;
import org.entente.partner.PartnerService;
import org.entente.partner.Partners;
import org.entente.partner.PolicyService;
import org.entente.partner.SubscriberAccess;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.entente.standalone.AccessDocument;
import org.entente.standalone.CallerSource;
import org.entente.stix.Tlp;

/** Makes the local callers at the first start, and finds them again at later ones. Idempotent at every step. */
@ApplicationScoped
class LocalCallers implements CallerSource {

    private static final String AUTHOR = "first start";
    private static final CommunityId COMMUNITY = new CommunityId("demo-csirts");

    private record DemoPartner(PartnerId id, String title, Tlp ceiling) {}

    private static final List<DemoPartner> PARTNERS = List.of(
            new DemoPartner(new PartnerId("xa-cert"), "CERT of XA", Tlp.RED),
            new DemoPartner(new PartnerId("xb-cert"), "CERT of XB", Tlp.RED),
            new DemoPartner(new PartnerId("xc-cert"), "CERT of XC", Tlp.GREEN));

    private static final List<String> OPERATORS = List.of("curator", "approver", "auditor", "admin");

    private final Optional<Path> dataDir;
    private final boolean demo;
    private final Partners partners;
    private final PartnerService partnerService;
    private final CommunityService communityService;
    private final PolicyService policyService;
    private final OperatorService operatorService;
    private final CredentialService credentialService;
    private final SubscriberConnection connection;

    LocalCallers(
            @ConfigProperty(name = "entente.standalone.data-dir") Optional<Path> dataDir,
            @ConfigProperty(name = "entente.demo", defaultValue = "false") boolean demo,
            Partners partners,
            PartnerService partnerService,
            CommunityService communityService,
            PolicyService policyService,
            OperatorService operatorService,
            CredentialService credentialService,
            SubscriberConnection connection) {
        this.dataDir = dataDir;
        this.demo = demo;
        this.partners = partners;
        this.partnerService = partnerService;
        this.communityService = communityService;
        this.policyService = policyService;
        this.operatorService = operatorService;
        this.credentialService = credentialService;
        this.connection = connection;
    }

    @Override
    public Uni<Map<String, AccessDocument.Caller>> callers() {
        if (dataDir.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        LocalSecrets secrets = LocalSecrets.in(dataDir.get());
        return partners.upToDate().chain(directory -> demo ? demoCallers(directory, secrets) : administrator(secrets));
    }

    private Uni<Map<String, AccessDocument.Caller>> administrator(LocalSecrets secrets) {
        Owner admin = new Owner.OfOperator(new OperatorId("admin"));
        return operatorService
                .createFirst()
                .invoke(created -> created.ifPresent(issued -> secrets.keepHttp(admin.name(), issued.password())))
                .chain(created -> secrets.http(admin.name())
                        .map(password -> caller(admin, password).map(c -> Map.of(admin.name(), c)))
                        .orElseGet(() -> Uni.createFrom().item(Map.of())));
    }

    private Uni<Map<String, AccessDocument.Caller>> demoCallers(Directory before, LocalSecrets secrets) {
        Map<String, AccessDocument.Caller> found = new LinkedHashMap<>();
        Uni<Void> made = community(before);
        for (DemoPartner partner : PARTNERS) {
            made = made.chain(() -> partner(before, partner, secrets))
                    .invoke(caller -> found.put(partner.id().value(), caller))
                    .replaceWithVoid();
        }
        for (String operator : OPERATORS) {
            made = made.chain(() -> operator(new OperatorId(operator), secrets))
                    .invoke(caller -> found.put(operator, caller))
                    .replaceWithVoid();
        }
        return made.replaceWith(found);
    }

    private Uni<Void> community(Directory before) {
        return before.communities().containsKey(COMMUNITY)
                ? Uni.createFrom().voidItem()
                : communityService.create(COMMUNITY, "Demo CSIRTs");
    }

    private Uni<AccessDocument.Caller> partner(Directory before, DemoPartner partner, LocalSecrets secrets) {
        PartnerId id = partner.id();
        return (before.partner(id).isPresent() ? Uni.createFrom().voidItem() : create(partner, secrets))
                .chain(() -> joined(before, id))
                .chain(() -> policy(before, partner))
                .chain(() -> http(new Owner.OfPartner(id), secrets))
                .chain(caller -> kafka(id, secrets).map(password -> connection.of(caller, id, password)));
    }

    private Uni<Void> create(DemoPartner partner, LocalSecrets secrets) {
        String name = partner.id().value();
        return partnerService
                .create(PartnerService.NewPartner.of(partner.id(), partner.title()), AUTHOR)
                .invoke(created -> secrets.keepHttp(name, created.password().password()))
                .invoke(created -> created.kafka()
                        .flatMap(SubscriberAccess.Access::password)
                        .ifPresent(password -> secrets.keepKafka(name, password)))
                .replaceWithVoid();
    }

    private Uni<Void> joined(Directory before, PartnerId id) {
        boolean member = before.partner(id)
                .map(known -> known.communities().contains(COMMUNITY))
                .orElse(false);
        return member ? Uni.createFrom().voidItem() : communityService.join(COMMUNITY, id);
    }

    private Uni<Void> policy(Directory before, DemoPartner partner) {
        boolean written = before.partner(partner.id())
                .map(known -> known.policyVersion() > 0)
                .orElse(false);
        return written
                ? Uni.createFrom().voidItem()
                : policyService.found(
                        partner.id(),
                        new PolicyService.Founding(DemoPolicies.upTo(partner.ceiling()), AUTHOR, "The demo's policy"));
    }

    private Uni<AccessDocument.Caller> operator(OperatorId id, LocalSecrets secrets) {
        Owner owner = new Owner.OfOperator(id);
        return operatorService
                .create(new OperatorService.NewOperator(id, "Demo " + id.value(), Set.of(id.value())), AUTHOR)
                .invoke(issued -> secrets.keepHttp(id.value(), issued.password()))
                .replaceWithVoid()
                .onFailure(LocalCallers::isThere)
                .recoverWithNull()
                .chain(() -> http(owner, secrets));
    }

    private static boolean isThere(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.CONFLICT;
    }

    /** The kept password if it still is the right one, else a new one in its place. */
    private Uni<AccessDocument.Caller> http(Owner owner, LocalSecrets secrets) {
        Optional<String> kept = secrets.http(owner.name());
        Uni<Boolean> right = kept.map(password -> credentialService.verify(owner.name(), password))
                .orElseGet(() -> Uni.createFrom().item(false));
        return right.chain(isRight -> isRight
                        ? Uni.createFrom().item(kept.orElseThrow())
                        : credentialService
                                .renewPassword(owner, AUTHOR)
                                .map(IssuedPassword::password)
                                .invoke(password -> secrets.keepHttp(owner.name(), password)))
                .chain(password -> caller(owner, password));
    }

    private Uni<AccessDocument.Caller> caller(Owner owner, String password) {
        return credentialService
                .issueToken(owner.name())
                .map(token -> new AccessDocument.Caller(
                        owner.name(), password, token.map(IssuedToken::token).orElse(""), null));
    }

    private Uni<String> kafka(PartnerId id, LocalSecrets secrets) {
        return secrets.kafka(id.value())
                .map(password -> Uni.createFrom().item(password))
                .orElseGet(() -> partnerService
                        .renewKafka(id)
                        .map(access -> access.orElseThrow(
                                        () -> new IllegalStateException("Kafka gave no access to " + id))
                                .password()
                                .orElseThrow(
                                        () -> new IllegalStateException("The demo's partners read Kafka by password;"
                                                + " set entente.relay.subscriber-authentication=scram")))
                        .invoke(password -> secrets.keepKafka(id.value(), password)));
    }
}

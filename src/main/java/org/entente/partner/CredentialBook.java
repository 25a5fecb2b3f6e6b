package org.entente.partner;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.entente.partner.Views.CredentialView;
import org.jspecify.annotations.Nullable;

/** The credentials of partners, or those of operators, as REST has them: the same is done to both. Thread safe. */
public interface CredentialBook {

    /** Without secrets, the oldest first. */
    Uni<List<CredentialView>> list(String owner);

    /** Registers one; a password that was made is in the answer, and nowhere else. */
    Uni<CredentialView> add(String owner, Bodies.@Nullable NewCredential body);

    /** Replaces a password. */
    Uni<CredentialView> rotate(String owner, String credential);

    /** Ends one at once. */
    Uni<Void> remove(String owner, String credential);
}

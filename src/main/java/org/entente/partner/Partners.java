package org.entente.partner;

import io.smallrye.mutiny.Uni;

/** The partners as the rest of the exchange sees them. Thread safe. */
public interface Partners {

    /** The directory in force on this instance; never blocks. Before start-up is done it is empty. */
    Directory current();

    /** The directory with every change committed before this call, by whatever instance: one small query. */
    Uni<Directory> upToDate();

    /**
     * Whether a caller would be let in now by what let it in before, as far as this instance knows; never blocks. The credential
     * and its secret have to be the same, the caller active, and its roles too.
     */
    boolean admits(Admission admission);

    /**
     * Registers what must follow every change before the change is acknowledged. Listeners are called in order of
     * registration with the new directory; a failing listener fails the operator's call (the change itself stays).
     */
    void onChange(Listener listener);

    /** Follows directory changes. */
    @FunctionalInterface
    interface Listener {
        Uni<Void> directoryChanged(Directory directory);
    }
}

/** The audit trail: everything that is done leaves a note, and no note is ever changed. */
package org.entente.audit;

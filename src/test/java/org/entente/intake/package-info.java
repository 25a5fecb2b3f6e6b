/** Submissions: what is taken, on which terms, and what the answer says. */
package org.entente.intake;

/** Traces: what they may say, and who chooses what is traced. */
package org.entente.trace;

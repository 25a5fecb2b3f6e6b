/**
 * PostgreSQL and Kafka for one machine, without Docker and without anything to set up.
 *
 * <p>In: a data directory and the port partners reach Kafka at. Out: the configuration by which the rest of the exchange
 * reaches both services, as if an administrator had written it, and {@code access.json}, by which a person or a script finds
 * its way in. Everything is kept under the data directory and survives a restart, also after {@code kill -9}.
 *
 * <p>The rule this package protects: nothing here is trusted more for being on the same machine. Every service asks for a
 * password that was generated on this machine, listens on loopback only, and no secret is ever logged. It uses nothing else of
 * the exchange, and nothing needs it at run time: without it, the addresses come from configuration alone.
 */
@NullMarked
package org.entente.standalone;

import org.jspecify.annotations.NullMarked;

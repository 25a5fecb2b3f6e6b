/**
 * What every {@code *IT} stands on: real PostgreSQL and Kafka in the test's own process, and the packaged exchange as a process
 * of its own.
 */
package org.entente.testing;

/**
 * The exchange under faults: each test starts PostgreSQL, brokers and packaged exchanges in processes of their own, has partners post
 * and subscribers read, brings a fault about, and holds what subscribers got against what was accepted. Not part of the default
 * build: {@code mvn -Pfaults verify}, see docs/faults.md.
 */
@org.jspecify.annotations.NullMarked
package org.entente.faults;

/**
 * Events: how every exit tells a partner that something was released to it or taken back from it, in Kafka records and in
 * server-sent events alike. {@link org.entente.release.Released} and {@link org.entente.release.Recalled} values flow in;
 * CloudEvents attributes and data flow out. The rule it protects: an event has the same id on whatever way and however often it
 * comes, and no attribute is derived from the log position.
 */
@NullMarked
package org.entente.release.event;

import org.jspecify.annotations.NullMarked;

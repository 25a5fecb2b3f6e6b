/**
 * Server-sent events, for subscribers without Kafka: the events of a partner's topics as one HTTP answer that does not end.
 * The log and the recalls flow in; {@link org.entente.release.Released} and {@link org.entente.release.Recalled} values flow out,
 * a page at a time and no faster than they are read. The rule it protects: every page is decided anew, nothing that was taken back
 * is sent after its recall, and neither cursor nor heartbeat tells of what the reader is not given.
 */
@NullMarked
package org.entente.feed;

import org.jspecify.annotations.NullMarked;

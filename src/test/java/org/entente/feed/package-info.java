/** Server-sent events, over real HTTP and by their bytes. */
package org.entente.feed;

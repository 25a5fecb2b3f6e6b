package org.entente.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How much one caller may ask of one instance, keys {@code entente.limits.*}. A caller is a partner or an operator, by whatever
 * credential; whoever signs in, or needs not to, is known by its address. What one caller does changes nothing for another; only
 * {@link #allPostsAtOnce} is shared, and by partners alone. The defaults stop a program that has gone wild; an installation sets what was agreed.
 */
@ConfigMapping(prefix = "entente.limits")
interface RateSettings {

    /** Requests a second that change or submit something, in the long run; at least 1. */
    @WithDefault("10000")
    int postsPerSecond();

    /** How many of these may come in one go; at least 1. */
    @WithDefault("20000")
    int postsBurst();

    /** Requests a second that read, in the long run; at least 1. */
    @WithDefault("10000")
    int readsPerSecond();

    /** How many of these may come in one go; at least 1. */
    @WithDefault("20000")
    int readsBurst();

    /** Sign-ins and tokens a second, in the long run; at least 1. */
    @WithDefault("20")
    int signInsPerSecond();

    /** How many of these may come in one go; at least 1. */
    @WithDefault("200")
    int signInsBurst();

    /** How many posts of one caller may be under way at once, from the first byte to the answer; more are 429. At least 1. */
    @WithDefault("256")
    int postsAtOnce();

    /** How many posts of all partners may be under way at once; more are 503. At least {@link #postsAtOnce}. */
    @WithDefault("1024")
    int allPostsAtOnce();

    /**
     * How long even the fastest posts may take before fewer are let in at once, down to 64; more are 503, but for partners with few of
     * them. Above 0.
     */
    @WithDefault("250ms")
    Duration postsWait();
}

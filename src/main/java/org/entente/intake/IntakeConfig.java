package org.entente.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.entente.stix.StixLimits;

/** Settings of the intake. The body's size is {@code entente.http.body-bytes-max}. */
@ConfigMapping(prefix = "entente.intake")
interface IntakeConfig {

    /** Objects in one bundle or envelope; more refuse the whole body. 1 to 1000000. */
    @WithDefault("100000")
    int objectsMax();

    /** Bytes of one object; a larger one is refused, the others are not. 1 KiB to what the subscribers' topics take. */
    @WithDefault("8388608")
    int objectBytesMax();

    /** Containers inside one another within one object. 10 to 1000. */
    @WithDefault("64")
    int depthMax();

    /** Bodies from this size on are read by a worker thread rather than on the event loop. Bytes. */
    @WithDefault("16384")
    int offloadBytes();

    /** The limits the STIX reader keeps. */
    default StixLimits limits() {
        return StixLimits.defaults()
                .withObjects(objectsMax())
                .withObjectBytes(objectBytesMax())
                .withDepth(depthMax());
    }
}

package org.entente.bench;

import java.util.Map;

/**
 * What was measured of one path.
 *
 * @param limit objects a second of the physical limit beside it
 * @param reached objects a second of the exchange
 * @param ratio of the two, turn by turn
 * @param limitProcessors how many processors each took while the limit ran
 * @param processors how many each took while the exchange ran
 */
record Figure(
        String what,
        double limit,
        double reached,
        double ratio,
        Map<String, Double> limitProcessors,
        Map<String, Double> processors) {}

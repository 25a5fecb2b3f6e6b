package org.entente.together;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** What goes out and is recalled, from submission to every exit, at one running exchange: each class by itself would start one. */
@Suite
@SelectClasses(
        names = {
            "org.entente.FlowIT",
            "org.entente.RecallIT",
            "org.entente.RecallLargeIT",
            "org.entente.TrustPolicyIT",
            "org.entente.relay.DriftIT",
            "org.entente.relay.ReplayIT"
        })
class ReleasingIT {}

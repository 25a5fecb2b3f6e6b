package org.entente.together;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What partners submit and operators decide, at one running exchange: each class by itself would start one. */
@Suite
@SelectPackages({
    "org.entente.advisory",
    "org.entente.audit",
    "org.entente.explain",
    "org.entente.intake",
    "org.entente.mitigation",
    "org.entente.overview",
    "org.entente.partner",
    "org.entente.review",
    "org.entente.routes"
})
@IncludeClassNamePatterns(".*IT")
class WritingIT {}

package org.entente.together;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What readers of every kind ask, of one running exchange: each class by itself would start one. */
@Suite
@SelectPackages({"org.entente.csaf", "org.entente.feed", "org.entente.http", "org.entente.search", "org.entente.taxii"})
@IncludeClassNamePatterns(".*IT")
class ReadingIT {}

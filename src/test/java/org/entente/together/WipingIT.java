package org.entente.together;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * What erases whatever is due, and waits until every partner knows what a policy took: it counts on a log that no other tests have filled.
 * By its name it is one of the two that come first, each in a JVM with an exchange of its own.
 */
@Suite
@SelectPackages("org.entente.retention")
@IncludeClassNamePatterns(".*IT")
class WipingIT {}

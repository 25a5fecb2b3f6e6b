/** What is shipped beside the program, held against what it claims: the Helm chart, the image and the compose file. */
@NullMarked
package org.entente.deploying;

import org.jspecify.annotations.NullMarked;

/**
 * Doubles and fixtures that the tests of more than one package share.
 *
 * <p>It changes when a port or a domain type does. It may import anything of ours but {@code
 * reconcile}: a double that knew its user would test itself.
 */
@NullMarked
package dev.tunesmith.support;

import org.jspecify.annotations.NullMarked;

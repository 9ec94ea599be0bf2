/**
 * From a manifest to what is to be bought: a {@link dev.tunesmith.domain.JobRequest}, or all that
 * is wrong with the manifest at once.
 *
 * <p>It changes when the manifest's fields, or the rules on who may use what, change. It imports
 * the API types and the domain; it makes no call and knows no time.
 */
@NullMarked
package dev.tunesmith.desired;

import org.jspecify.annotations.NullMarked;

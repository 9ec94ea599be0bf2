/**
 * {@code spec.tuning}: the request body of {@code tuningJobs.create}, one record for each of its
 * objects.
 *
 * <p>It changes when the request body of the service changes.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import org.jspecify.annotations.NullMarked;

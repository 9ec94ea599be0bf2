/**
 * {@code spec.model}: the request body of {@code tunedModels.create}, one record for each of its
 * objects.
 *
 * <p>It changes when the request body of the service changes.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1.tunedmodel.model;

import org.jspecify.annotations.NullMarked;

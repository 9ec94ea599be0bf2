/**
 * The kind {@code TunedModel}: its spec, its status, and the rules of editing it.
 *
 * <p>{@code spec.model} is the request body of the Gemini API's {@code tunedModels.create}, and
 * {@code status.model} the body of {@code tunedModels.get}, field for field in their REST spelling.
 *
 * <p>It changes when the custom resource changes.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1.tunedmodel;

import org.jspecify.annotations.NullMarked;

/**
 * The custom resources of {@code tunesmith.dev/v1alpha1}: their types, their validation rules as
 * annotations, and the bounds of their strings and lists. No behaviour. Here is what all kinds
 * share; each kind has a package of its own.
 *
 * <p>It changes when a field, a rule or a bound of a resource changes, and for no other reason; the
 * files in {@code crds/} are generated from it. It may import Jackson's and Fabric8's annotations
 * and Fabric8's model classes, and nothing of ours.
 *
 * <p>{@code spec.tuning} is the request body of Vertex AI's {@code tuningJobs.create}, and {@code
 * status.job} the body of {@code tuningJobs.get}, field for field in their REST spelling (integers
 * as numbers); {@code spec.model} and {@code status.model} are those of the Gemini API's {@code
 * tunedModels}. The types say of a field only what the operator makes of it. Every component is
 * nullable, because what is required, and by whom, is the API server's decision: a reader of these
 * types must not trust that one stood in between. Lists and maps are the exception: absent reads as
 * empty, and empty is written as absent.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1;

import org.jspecify.annotations.NullMarked;

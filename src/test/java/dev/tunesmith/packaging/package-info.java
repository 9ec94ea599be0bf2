/**
 * Tests of what is shipped around the program: the Helm chart, the manifests in {@code deploy/}
 * that are rendered from it, the samples and the Dockerfile.
 *
 * <p>Its one reason to change: what a user installs. It reads files of the repository and renders
 * the chart with Helm's own code; it imports the Fabric8 model to look at the result, and nothing
 * of the operator.
 */
@NullMarked
package dev.tunesmith.packaging;

import org.jspecify.annotations.NullMarked;

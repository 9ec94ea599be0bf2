/**
 * Tests of what is shipped for GitOps tools, and what those tools make of a resource: Argo CD's
 * scripts in Lua, Flux' expressions in CEL, and the algorithm of kstatus, each run as the tool runs
 * it.
 *
 * <p>Its one reason to change: what a GitOps tool shows or does.
 */
@NullMarked
package dev.tunesmith.gitops;

import org.jspecify.annotations.NullMarked;

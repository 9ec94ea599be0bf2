/**
 * The rules of creating once, for every kind: which labels a job carries, what was observed of a
 * resource's jobs, how long this process has owned it, and one pure function from these to what to
 * do next.
 *
 * <p>It changes when the rules change (design, section 4), and for no other reason. It imports the
 * API's reasons and the JDK: no Kubernetes, no Vertex AI client, no clock of its own, no I/O.
 */
@NullMarked
package dev.tunesmith.lifecycle;

import org.jspecify.annotations.NullMarked;

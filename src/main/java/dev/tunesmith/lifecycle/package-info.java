/**
 * What a tuning job is, who owns it, and what to do about it: records, sealed types and pure
 * decisions.
 *
 * <p>It changes when the rules of paying once change (design, section 3), and for no other reason.
 * It imports the JDK only (and the nullness annotations): no Kubernetes, no Vertex AI client, no
 * clock of its own, no I/O.
 */
@NullMarked
package dev.tunesmith.lifecycle;

import org.jspecify.annotations.NullMarked;

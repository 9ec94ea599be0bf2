/**
 * The runtime of every kind ({@code ResourceController}, {@code Guard}, {@code Attempt}), and of
 * those whose resources become tuning jobs: one reconciliation (gather, decide, act, report), what
 * a process knows of a resource, events, and the Java Operator SDK, which no other package but the
 * wiring uses.
 *
 * <p>It changes when the effects of the rules or the framework change. It imports the rules, the
 * gates, the acceptance checks and the port. It knows no kind: kinds implement {@code JobKind}.
 */
@NullMarked
package dev.tunesmith.reconcile;

import org.jspecify.annotations.NullMarked;

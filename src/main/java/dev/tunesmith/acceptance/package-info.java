/**
 * Acceptance checks, for every kind: which requests are to be sent to a tuned model ({@link
 * dev.tunesmith.acceptance.AcceptancePlan}), what an answer is worth ({@link
 * dev.tunesmith.acceptance.Judge}), both pure; and the one that sends them ({@link
 * dev.tunesmith.acceptance.Acceptor}).
 *
 * <p>Each request costs money. So it is counted in the status, by a locked write, before it is
 * sent: a process that dies in between costs one request more, and no check costs more than {@link
 * dev.tunesmith.acceptance.Acceptor#MOST_REQUESTS}. A failed call is no failed check: only an
 * answer, or the service's own refusal of the request, is a result.
 *
 * <p>It changes when the checks do. It imports the API's shared types, {@code vertex} for failures,
 * {@code lifecycle} for digests and time, and RE2/J, whose expressions take linear time whatever
 * the pattern and the answer.
 */
@NullMarked
package dev.tunesmith.acceptance;

import org.jspecify.annotations.NullMarked;

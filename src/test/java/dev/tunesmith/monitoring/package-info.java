/**
 * Tests of what is shipped for monitoring: the table of metrics, the alerting rules and their
 * pages, the dashboard.
 *
 * <p>Its one reason to change: what people watch the operator with.
 */
@NullMarked
package dev.tunesmith.monitoring;

import org.jspecify.annotations.NullMarked;

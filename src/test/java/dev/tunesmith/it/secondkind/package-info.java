/**
 * A second kind of resource on the operator's runtime. It lives in the tests alone, and shows what
 * another kind takes: its class, its {@link dev.tunesmith.reconcile.JobKind}, and one entry in the
 * list of kinds.
 */
@NullMarked
package dev.tunesmith.it.secondkind;

import org.jspecify.annotations.NullMarked;

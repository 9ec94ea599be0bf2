/**
 * {@code tunesmith quickstart}: the operator at work on a machine of one's own, on the local
 * emulator and an API server that it finds or brings along.
 *
 * <p>It changes with what a first look at Tunesmith should show, and how. It may import the API
 * types, {@code cli.manifest}, {@code kind.tuningjob} (errors are reported with file and line),
 * {@code cli.gemini} (loss curves), the emulator, {@code app} and the libraries of the servers it
 * starts. It does not know how an operator is put together: {@link
 * dev.tunesmith.cli.quickstart.OperatorAssembly} is how the composition root hands one in.
 */
@NullMarked
package dev.tunesmith.cli.quickstart;

import org.jspecify.annotations.NullMarked;

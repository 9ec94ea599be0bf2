/**
 * {@code tunesmith validate}: manifests checked offline, for pre-commit hooks and pull requests.
 *
 * <p>It changes with what people who review manifests give it and want to be told: files, folders,
 * a rendered chart, lines for people and machines, exit codes. What is a mistake is decided in
 * {@code manifest}. It imports that, {@code desired}, {@code ops} and picocli.
 */
@NullMarked
package dev.tunesmith.cli.validate;

import org.jspecify.annotations.NullMarked;

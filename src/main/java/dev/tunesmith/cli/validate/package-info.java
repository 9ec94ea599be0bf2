/**
 * {@code tunesmith validate}: checks resources offline, for pre-commit hooks and pull requests.
 *
 * <p>It changes with what its users pass in and want to see: files, folders, a rendered chart,
 * output for people and machines, exit codes. What a validation error is, is decided in {@code
 * cli.manifest}. It imports that, the kinds, {@code app}, Jackson and picocli.
 */
@NullMarked
package dev.tunesmith.cli.validate;

import org.jspecify.annotations.NullMarked;

/**
 * The job that a resource asks for, and the checks before a create: a chain of pure gates. A gate
 * bars creates and nothing else; a job that exists is followed whatever the gates say.
 *
 * <p>It changes when a check is added. It imports the rules, the port's request, and the API's
 * reasons.
 */
@NullMarked
package dev.tunesmith.gate;

import org.jspecify.annotations.NullMarked;

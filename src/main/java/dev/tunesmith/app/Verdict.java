package dev.tunesmith.app;

/**
 * A probe's answer.
 *
 * @param ok whether all is well
 * @param reason why, in a line; also when all is well
 */
public record Verdict(boolean ok, String reason) {}

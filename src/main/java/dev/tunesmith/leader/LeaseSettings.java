package dev.tunesmith.leader;

/**
 * The Lease of leader election.
 *
 * @param namespace where it lies
 * @param name its name
 * @param identity this process's name on it
 * @param timing how long it lasts
 */
public record LeaseSettings(String namespace, String name, String identity, LeaseTiming timing) {}

package dev.tunesmith.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * The moment of a decision.
 *
 * @param uptime monotonic time since the process began: what this process saw is measured by it
 * @param time wall-clock time: what the service says of times is compared with it
 */
public record Now(Duration uptime, Instant time) {}

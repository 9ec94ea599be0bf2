package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Uptime;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What every scope's sweep works with; see {@link Sweeper}'s constructor. */
record SweepTools(
    TuningJobs jobs,
    PollSchedule schedule,
    Duration adoptionWindow,
    Uptime uptime,
    Clock clock,
    RandomGenerator random,
    SweepListener listener) {}

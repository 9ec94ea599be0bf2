package dev.tunesmith.reconcile;

import dev.tunesmith.domain.Decider;
import dev.tunesmith.domain.Uptime;
import dev.tunesmith.status.StatusProjector;
import dev.tunesmith.vertex.Sweeper;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** What every round works with; the same for all resources. */
record Equipment(
    Gathering gathering,
    Decider decider,
    Actions actions,
    StatusProjector projector,
    Sweeper sweeper,
    MemoryBook book,
    Announcer announcer,
    Journal journal,
    Supplier<String> submissionIds,
    Clock clock,
    Uptime uptime,
    Duration cancelBound) {}

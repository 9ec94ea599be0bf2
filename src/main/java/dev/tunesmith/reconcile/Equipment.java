package dev.tunesmith.reconcile;

import dev.tunesmith.kind.tuningjob.StatusProjector;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Uptime;
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
    EventRecorder announcer,
    Journal journal,
    Supplier<String> submissionIds,
    Clock clock,
    Uptime uptime,
    Duration cancelBound) {}

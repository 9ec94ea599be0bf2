package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.ApiError.Refused;
import dev.tunesmith.emulator.Effect.Delay;
import dev.tunesmith.emulator.Effect.Drop;
import dev.tunesmith.emulator.Effect.Fail;
import dev.tunesmith.emulator.Effect.NoReply;
import dev.tunesmith.emulator.Effect.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a protocol to the services: latency, ordered faults, the work, the count. It is
 * what makes a fault look the same over gRPC and REST.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Services services;
  private final FaultPlan faults;
  private final CallCounts counts;
  private final Duration latency;

  Dispatcher(Services services, FaultPlan faults, CallCounts counts, Duration latency) {
    this.services = services;
    this.faults = faults;
    this.counts = counts;
    this.latency = latency;
  }

  /**
   * Handles one request. Never throws.
   *
   * @param method what is asked; known before the rest of the request was read
   * @param call reads the rest of the request, and may refuse it
   * @return what the caller gets
   */
  Reply handle(RpcMethod method, Supplier<Call> call) {
    Reply reply = reply(call);
    counts.count(method, reply.code());
    return reply;
  }

  private Reply reply(Supplier<Call> supplier) {
    try {
      Thread.sleep(latency);
      Call call = supplier.get();
      Orders orders = faults.take(services.describe(call));
      return reply(call, orders);
    } catch (Refused e) {
      return new Reply.Refusal(e.error());
    } catch (InterruptedException e) {
      // The emulator is closing: its connections end, and so does this call.
      Thread.currentThread().interrupt();
      return new Reply.Dropped();
    } catch (RuntimeException e) {
      LOG.error("The emulator failed on a call", e);
      return new Reply.Refusal(ApiError.of(CanonicalCode.INTERNAL, "The emulator failed: " + e));
    }
  }

  private Reply reply(Call call, Orders orders) throws InterruptedException {
    Optional<Delay> delay = orders.find(Delay.class);
    if (delay.isPresent() && !delay.get().accepted()) {
      Thread.sleep(delay.get().duration());
    }
    Optional<Verdict> verdict = orders.find(Verdict.class);
    if (verdict.isPresent() && !verdict.get().accepted()) {
      return reply(call, verdict.get());
    }
    ObjectNode answer = services.answer(call, orders);
    if (delay.isPresent() && delay.get().accepted()) {
      Thread.sleep(delay.get().duration());
    }
    return verdict.isPresent() ? reply(call, verdict.get()) : new Reply.Answer(answer);
  }

  private static Reply reply(Call call, Verdict verdict) {
    return switch (verdict) {
      case Fail fail -> new Reply.Refusal(RecordedErrors.of(fail.code(), fail.message(), call));
      case Drop drop -> new Reply.Dropped();
      case NoReply noReply -> new Reply.Silence();
    };
  }
}

package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.ForwardingTuningJobs;
import dev.tunesmith.vertex.TuningJobs;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service as the operator sees it: every call is an effect. */
final class JournaledJobs extends ForwardingTuningJobs {
  private final World world;

  JournaledJobs(TuningJobs service, World world) {
    super(service);
    this.world = world;
  }

  private <T> T effect(String what, Supplier<T> call) {
    world.effects.before(what);
    T reply = call.get();
    world.effects.after(what);
    return reply;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    if (world.beforeCreate != null) {
      world.beforeCreate.run();
    }
    if (world.createFault != null) {
      throw world.createFault;
    }
    CreateReply reply = effect(Effects.CREATE, () -> super.create(scope, request, ownerLabels));
    if (world.faultAfterCreate != null) {
      throw world.faultAfterCreate;
    }
    return reply;
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return effect(Effects.GET, () -> super.get(scope, name));
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return effect(Effects.LIST, () -> super.list(scope, pageToken));
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return effect(Effects.CANCEL, () -> super.cancel(scope, name));
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return effect(Effects.MODEL, () -> super.model(scope, model));
  }
}

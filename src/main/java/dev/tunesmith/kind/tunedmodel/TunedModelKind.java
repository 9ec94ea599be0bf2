package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.reconcile.ResourceKind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;

/** The kind {@code TunedModel}, as the framework has to know it. */
public final class TunedModelKind implements ResourceKind<TunedModel> {
  /** Holds a resource until its model is deleted. */
  public static final String FINALIZER = "tunesmith.dev/tuned-model";

  @Override
  public Class<TunedModel> type() {
    return TunedModel.class;
  }

  @Override
  public String finalizer() {
    return FINALIZER;
  }

  @Override
  public TunedModel copy(TunedModel resource) {
    return with(resource, resource.getStatus());
  }

  /** Spec and status are records, so that a copy may share them. */
  static TunedModel with(TunedModel resource, @Nullable TunedModelStatus status) {
    TunedModel copy = new TunedModel();
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(status);
    return copy;
  }
}

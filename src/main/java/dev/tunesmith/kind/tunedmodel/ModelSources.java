package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tunedmodel.TrainingDataFrom;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.gemini.Access;
import dev.tunesmith.lifecycle.Verdict;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a spec names outside of the resource, read once in a reconciliation.
 *
 * @param data the training data; null where the spec names none, and where it could not be read
 * @param readable whether the training data could be read
 * @param mayCall whether the service may be called: policy, the API key
 * @param access how the models are reached; null where the service may not be called
 */
record ModelSources(
    @Nullable TrainingData data, Verdict readable, Verdict mayCall, @Nullable Access access) {
  /** When what is missing is read again. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  /**
   * Reads.
   *
   * @param namespace the resource's
   */
  static ModelSources read(
      NamespaceObjects objects,
      ModelPolicy policy,
      String namespace,
      @Nullable TunedModelSpec spec) {
    TrainingDataFrom from = spec == null ? null : spec.trainingDataFrom();
    ObjectKey dataKey = from == null ? null : ObjectKey.of(from.configMapKeyRef());
    TrainingData data = null;
    Verdict readable = new Verdict.Pass();
    if (from != null && dataKey != null) {
      NamespaceObjects.Reading reading = objects.configMap(namespace, dataKey);
      readable = verdict(reading);
      data =
          reading instanceof NamespaceObjects.Value value
              ? TrainingData.read(from, value.text())
              : null;
    }
    String endpoint = spec == null ? null : spec.endpoint();
    Verdict mayCall = policy.check(endpoint);
    if (!(mayCall instanceof Verdict.Pass)) {
      return new ModelSources(data, readable, mayCall, null);
    }
    URI service = endpoint == null ? policy.endpoint() : URI.create(endpoint);
    ObjectKey secret = spec == null ? null : ObjectKey.of(spec.apiKeySecretRef());
    if (secret == null) {
      Verdict own = policy.checkOwnToken(service);
      return own instanceof Verdict.Pass
          ? reached(data, readable, new Access(service, new Access.ApplicationDefault(), false))
          : new ModelSources(data, readable, own, null);
    }
    NamespaceObjects.Reading reading = objects.secret(namespace, secret);
    if (!(reading instanceof NamespaceObjects.Value key)) {
      return new ModelSources(data, readable, verdict(reading), null);
    }
    Access.ApiKey identity =
        new Access.ApiKey(key::text, "the key " + secret.key() + " of the Secret " + secret.name());
    return reached(
        data, readable, new Access(service, identity, "http".equals(service.getScheme())));
  }

  private static ModelSources reached(
      @Nullable TrainingData data, Verdict readable, Access access) {
    return new ModelSources(data, readable, new Verdict.Pass(), access);
  }

  private static Verdict verdict(NamespaceObjects.Reading reading) {
    return switch (reading) {
      case NamespaceObjects.Value value -> new Verdict.Pass();
      case NamespaceObjects.Missing missing ->
          new Verdict.Refuse(ConditionReason.NOT_FOUND, missing.message(), AGAIN);
      case NamespaceObjects.Unreadable unreadable ->
          unreadable.forbidden()
              ? new Verdict.Refuse(ConditionReason.PERMISSION_DENIED, unreadable.message(), AGAIN)
              : new Verdict.Wait(ConditionReason.SERVICE_UNAVAILABLE, unreadable.message(), AGAIN);
    };
  }
}

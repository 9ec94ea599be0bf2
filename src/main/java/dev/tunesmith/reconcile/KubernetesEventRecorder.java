package dev.tunesmith.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunesmith.lifecycle.LogKeys;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of the core API. The same words about the same resource are counted up instead of being
 * written again, and not more often than once a minute: an error that lasts must not flood a
 * namespace.
 */
public final class KubernetesEventRecorder implements EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEventRecorder.class);
  private static final String COMPONENT = "tunesmith";
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED = 4096;

  /** The longest message of an event that the API accepts. */
  private static final int MESSAGE = 1024;

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<UUID, Series> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A recorder.
   *
   * @param client writes the events
   * @param clock for their times
   */
  public KubernetesEventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  private record Series(String name, int count, Instant last) {}

  @Override
  public void event(HasMetadata about, Announcement announcement) {
    String type = announcement.warning() ? "Warning" : "Normal";
    String reason = announcement.reason();
    String message = announcement.message();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String text = message.length() <= MESSAGE ? message : message.substring(0, MESSAGE - 1) + "…";
    UUID words =
        UUID.nameUUIDFromBytes(
            String.join("\n", about.getMetadata().getUid(), type, reason, text).getBytes(UTF_8));
    Series before;
    synchronized (known) {
      before = known.get(words);
    }
    try {
      if (before == null) {
        write(event(about, type, reason, text, now), words, now);
      } else if (!before.last().plus(QUIET).isAfter(now)) {
        Series series = new Series(before.name(), before.count() + 1, now);
        remember(words, series);
        if (!countUp(about.getMetadata().getNamespace(), series)) {
          // The API server has dropped the old one: events live for an hour.
          write(event(about, type, reason, text, now), words, now);
        }
      }
    } catch (RuntimeException e) {
      // In a namespace that is going away no event can be written.
      LOG.atDebug()
          .addKeyValue(LogKeys.NAMESPACE, about.getMetadata().getNamespace())
          .addKeyValue(LogKeys.NAME, about.getMetadata().getName())
          .setCause(e)
          .log("An event could not be written: {}", reason);
    }
  }

  private void remember(UUID words, Series series) {
    synchronized (known) {
      known.put(words, series);
      if (known.size() > REMEMBERED) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private void write(Event event, UUID words, Instant now) {
    Event written = client.resource(event).create();
    remember(words, new Series(written.getMetadata().getName(), 1, now));
  }

  /**
   * Returns false where the event does not exist any more. The patch is a whole object, not a text:
   * with that the client would read the event first, and the role grants no read.
   */
  private boolean countUp(String namespace, Series series) {
    Event counted =
        new EventBuilder()
            .withNewMetadata()
            .withName(series.name())
            .withNamespace(namespace)
            .endMetadata()
            .withCount(series.count())
            .withLastTimestamp(series.last().toString())
            .build();
    try {
      client.resource(counted).patch(PatchContext.of(PatchType.JSON_MERGE));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private static Event event(
      HasMetadata about, String type, String reason, String message, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(about.getMetadata().getName() + ".")
        .withNamespace(about.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .withResourceVersion(about.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent("tunesmith.dev/operator")
        .withReportingInstance(COMPONENT)
        .withFirstTimestamp(now.toString())
        .withLastTimestamp(now.toString())
        .withCount(1)
        .build();
  }
}

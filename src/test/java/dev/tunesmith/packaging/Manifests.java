package dev.tunesmith.packaging;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Helm printed: documents, each with the template that it comes from.
 *
 * @param documents in Helm's order of installation
 */
record Manifests(List<Document> documents) {

  private static final Pattern SOURCE = Pattern.compile("^# Source: tunesmith/templates/(\\S+)\n");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /**
   * One rendered object.
   *
   * @param template the file's name under {@code templates/}
   * @param text the YAML, without Helm's line that names the template
   * @param object the same, parsed
   */
  record Document(String template, String text, HasMetadata object) {}

  /** Copies its list. */
  Manifests {
    documents = List.copyOf(documents);
  }

  /** Takes Helm's output apart. */
  static Manifests parse(String output) {
    List<Document> documents = new ArrayList<>();
    for (String part : output.split("(?m)^---\n", -1)) {
      if (part.isBlank()) {
        continue;
      }
      Matcher source = SOURCE.matcher(part);
      if (!source.find()) {
        throw new IllegalArgumentException("no template is named in:\n" + part);
      }
      String text = part.substring(source.end()).strip() + "\n";
      documents.add(new Document(source.group(1), text, YAML.unmarshal(text)));
    }
    return new Manifests(documents);
  }

  /** Every object of a type, in order. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return documents.stream()
        .map(Document::object)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The object of a type and a name; its absence is an error. */
  <T extends HasMetadata> T one(Class<T> type, String name) {
    List<T> found =
        all(type).stream().filter(object -> object.getMetadata().getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one " + type.getSimpleName() + " " + name + ", found " + found.size());
    }
    return found.getFirst();
  }

  /** The pod templates of every Deployment, by the Deployment's name. */
  List<PodTemplateSpec> pods() {
    return all(Deployment.class).stream()
        .map(deployment -> deployment.getSpec().getTemplate())
        .toList();
  }

  /** Whether a Service's or a Deployment's selector picks a pod. */
  static boolean selects(Map<String, String> selector, PodTemplateSpec pod) {
    return pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
  }

  /** Whether a Deployment's selector picks a pod. */
  static boolean selects(LabelSelector selector, PodTemplateSpec pod) {
    return selects(selector.getMatchLabels(), pod);
  }
}

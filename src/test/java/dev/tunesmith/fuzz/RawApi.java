package dev.tunesmith.fuzz;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.support.apiserver.TestNamespace;

/** TuningJobs in a namespace as JSON, which no type of ours has touched. */
public final class RawApi {
  private final TestNamespace namespace;
  private final String path;

  /** TuningJobs of a namespace. */
  public RawApi(TestNamespace namespace) {
    this.namespace = namespace;
    this.path = "/apis/tunesmith.dev/v1alpha1/namespaces/" + namespace.name() + "/tuningjobs";
  }

  /** What the server would store. */
  JsonNode judge(String json) {
    return call("POST", path + "?dryRun=All", json);
  }

  /** What the server would store, with unknown fields refused, as kubectl asks for. */
  JsonNode judgeStrictly(String json) {
    return call("POST", path + "?dryRun=All&fieldValidation=Strict", json);
  }

  /** Creates one. */
  public JsonNode create(String json) {
    return call("POST", path, json);
  }

  JsonNode putStatus(String name, String json) {
    return call("PUT", path + "/" + name + "/status", json);
  }

  /** All of them. */
  public JsonNode list() {
    return SpecProof.tree(namespace.client().raw(path)).path("items");
  }

  private JsonNode call(String method, String uri, String json) {
    return SpecProof.tree(namespace.client().raw(uri, method, new Raw(json)));
  }

  /** Keeps the client from reading, or writing, the text once more. */
  private record Raw(@JsonValue @JsonRawValue String json) {}
}

package dev.tunesmith.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What Argo CD makes of a resource, with the scripts of {@code deploy/argocd/}. */
public final class ArgoCd {
  /** The scripts' folder, in the shape of Argo CD's own {@code resource_customizations}. */
  static final Path FOLDER = folder("TuningJob");

  /** The folder of TunedModel, whose health is the same script. */
  public static final Path MODELS = folder("TunedModel");

  static final Path HEALTH = FOLDER.resolve("health.lua");
  static final Path DISCOVERY = FOLDER.resolve("actions/discovery.lua");

  /** The actions, in the order of the documents. */
  static final List<String> ACTIONS = List.of("rerun", "cancel", "suspend", "resume");

  private static final Set<String> STATUSES =
      Set.of("Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown");

  private final LuaScript health = LuaScript.read(HEALTH);
  private final LuaScript discovery = LuaScript.read(DISCOVERY);

  static Path action(String name) {
    return FOLDER.resolve("actions/" + name + "/action.lua");
  }

  private static Path folder(String kind) {
    return Path.of("deploy", "argocd", "resource_customizations", "tunesmith.dev", kind);
  }

  /**
   * What Argo CD shows.
   *
   * @param status one of its six words
   * @param message for people
   */
  public record Health(String status, String message) {}

  /**
   * The health of a resource. One that is being deleted is Progressing before any script is asked
   * (gitops-engine, pkg/health).
   */
  public Health health(JsonNode resource) {
    return resource.at("/metadata/deletionTimestamp").isMissingNode()
        ? scriptedHealth(resource)
        : new Health("Progressing", "Pending deletion");
  }

  /** What the script alone says: upstream's tests ask nothing else. */
  Health scriptedHealth(JsonNode resource) {
    JsonNode result = health.run(resource);
    String status = result.path("status").asText();
    return STATUSES.contains(status)
        ? new Health(status, result.path("message").asText())
        : new Health("Unknown", "Lua returned an invalid health status");
  }

  /** The actions on a resource. */
  JsonNode actions(JsonNode resource) {
    return discovery.run(resource);
  }

  /** Whether an action's button is there to be clicked. */
  public boolean offers(String action, JsonNode resource) {
    return !actions(resource).path(action).path("disabled").asBoolean();
  }

  /**
   * Runs an action, offered or not: Argo CD does not look again.
   *
   * @return what Argo CD makes a merge patch to
   * @throws org.luaj.vm2.LuaError when the action refuses
   */
  public JsonNode act(String action, JsonNode resource) {
    return LuaScript.read(action(action)).run(resource);
  }
}

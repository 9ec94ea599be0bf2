package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How the Gemini API learns who calls: an API key in the header {@code x-goog-api-key} or in the
 * query, or an OAuth token of whatever value. A key wins over a token.
 *
 * @param accepted the valid keys; empty for any
 * @see <a href="https://ai.google.dev/gemini-api/docs/api-key">Gemini API keys</a>
 */
record ApiKeys(Set<String> accepted) {

  ApiKeys {
    accepted = Set.copyOf(accepted);
  }

  /** Refuses a request without identity, and one with a key that is not valid. */
  void check(RestRequest request) {
    if (request.apiKey().isEmpty()) {
      if (!request.bearer()) {
        throw ApiError.of(
                CanonicalCode.PERMISSION_DENIED,
                "Unregistered callers, that is callers without an identity, may not use this"
                    + " method. Send an API key in the header x-goog-api-key, or an OAuth token.")
            .refused();
      }
    } else if (!accepted.isEmpty() && !accepted.contains(request.apiKey())) {
      ObjectNode info = Json.object();
      info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
      info.put("reason", "API_KEY_INVALID");
      info.put("domain", "googleapis.com");
      info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
      throw new ApiError(
              CanonicalCode.INVALID_ARGUMENT,
              "The API key is not valid. Send one of the emulator's keys (--api-key).",
              Json.array().add(info))
          .refused();
    }
  }
}

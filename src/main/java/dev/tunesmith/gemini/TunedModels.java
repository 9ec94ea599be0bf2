package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.Failure;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The port: the calls of the Gemini API that Tunesmith makes, with one {@link Access}.
 *
 * <p>Contract. Every method sends at most one request, blocks until the answer or its deadline, and
 * never retries by itself: who calls decides whether asking again is safe. No method throws for
 * anything that the service or the network does; an unknown outcome is a value of its own, so that
 * no caller takes it for an answer. Training data and credentials are in no reply. Implementations
 * are safe for use by many threads.
 *
 * <p>{@link Absent} is a NOT_FOUND that the service itself answered. The public service answers
 * PERMISSION_DENIED for a model that does not exist, since it does not distinguish it from one of
 * another owner.
 *
 * @see <a href="https://ai.google.dev/api/tuning">Tuning</a>
 * @see <a href="https://github.com/google-gemini/deprecated-generative-ai-js/issues/100">
 *     deprecated-generative-ai-js#100</a>, PERMISSION_DENIED for a model that cannot be seen
 */
public interface TunedModels extends AutoCloseable {

  /**
   * Creates a tuned model ({@code tunedModels.create}).
   *
   * @param id the last part of its name, at most 40 characters: a letter, then letters, digits and
   *     hyphens, at its end a letter or a digit, all in lower case. It makes a retry safe: of two
   *     creates with one id the second is answered {@link AlreadyExists}
   * @param model the request's body, training data included
   * @return {@link Refused} only where the service definitely created nothing
   */
  CreateReply create(String id, ObjectNode model);

  /**
   * Reads one model ({@code tunedModels.get}).
   *
   * @param name such as {@code tunedModels/my-model}
   */
  GetReply get(String name);

  /**
   * Reads one page of the models of the owner of the credentials ({@code tunedModels.list}).
   *
   * @param pageToken null for the first page
   * @param filter as the service documents it: words of description and display name, and such as
   *     {@code owner:me}; the same for all pages; empty for none
   */
  PageReply list(@Nullable String pageToken, String filter);

  /**
   * Changes a model ({@code tunedModels.patch}).
   *
   * @param mask the fields to change, in their REST spelling; not empty
   * @param model the new values; a field of the mask that it does not have is cleared
   */
  PatchReply patch(String name, Set<String> mask, ObjectNode model);

  /** Deletes a model ({@code tunedModels.delete}); this cannot be undone. */
  DeleteReply delete(String name);

  /**
   * Reads the operation that creates a model.
   *
   * @param name such as {@code tunedModels/my-model/operations/1}
   */
  OperationReply operation(String name);

  /**
   * Reads a model's operations, as many as the first page has: a model has the one that creates it.
   *
   * @param model such as {@code tunedModels/my-model}
   */
  OperationsReply operations(String model);

  /**
   * Asks a model ({@code tunedModels.generateContent}). Billable.
   *
   * @param model such as {@code tunedModels/my-model}
   * @param request the request's body
   */
  GenerateReply generate(String model, ObjectNode request);

  /**
   * Asks a model, and hands its answer on as it comes ({@code tunedModels.streamGenerateContent}).
   * Billable.
   *
   * @param chunks receives each part, a body as {@link #generate} answers it; on another thread,
   *     one after the other, and none after this returned. What it throws ends the call, and is
   *     thrown on
   * @return {@link Unknown} also after some chunks: what was received is a part of an answer then
   */
  StreamReply stream(String model, ObjectNode request, Consumer<ObjectNode> chunks);

  /** Ends all connections. */
  @Override
  void close();

  /** The answer to any call. */
  sealed interface Reply {}

  /** The answer to a create. */
  sealed interface CreateReply extends Reply {}

  /** The answer to a get. */
  sealed interface GetReply extends Reply {}

  /** The answer to a list. */
  sealed interface PageReply extends Reply {}

  /** The answer to a patch. */
  sealed interface PatchReply extends Reply {}

  /** The answer to a delete. */
  sealed interface DeleteReply extends Reply {}

  /** The answer to the question for an operation. */
  sealed interface OperationReply extends Reply {}

  /** The answer to the question for a model's operations. */
  sealed interface OperationsReply extends Reply {}

  /** The answer to a request to a model. */
  sealed interface GenerateReply extends Reply {}

  /** The end of an answer that came in parts. */
  sealed interface StreamReply extends Reply {}

  /** The service accepted the create; the operation may already be done, or failed. */
  record Started(Operation operation) implements CreateReply {}

  /** There is a model of this id already, of whatever inputs; nothing was created. */
  record AlreadyExists() implements CreateReply {}

  /**
   * The service definitely refused: nothing was created, changed, deleted or generated.
   *
   * @param failure why; never {@link Failure.Kind#CREATE_OUTCOME_UNKNOWN}
   */
  record Refused(Failure failure)
      implements CreateReply, PatchReply, DeleteReply, GenerateReply, StreamReply {}

  /**
   * It is unknown whether the create was accepted; sent again with the same id, it creates one
   * model.
   *
   * @param failure why; always {@link Failure.Kind#CREATE_OUTCOME_UNKNOWN}
   */
  record OutcomeUnknown(Failure failure) implements CreateReply {}

  /** The model as it is now. */
  record Found(TunedModelSnapshot model) implements GetReply {}

  /** The service says that there is no such thing. */
  record Absent()
      implements GetReply,
          PatchReply,
          DeleteReply,
          OperationReply,
          OperationsReply,
          GenerateReply,
          StreamReply {}

  /**
   * One page.
   *
   * @param models its models in the service's order
   * @param nextPageToken null on the last page
   */
  record Page(List<TunedModelSnapshot> models, @Nullable String nextPageToken)
      implements PageReply {
    /** Copies the list. */
    public Page {
      models = List.copyOf(models);
    }
  }

  /** The service changed the model; as it is now. */
  record Patched(TunedModelSnapshot model) implements PatchReply {}

  /** The service deleted the model. */
  record Deleted() implements DeleteReply {}

  /** The operation as it is now. */
  record FoundOperation(Operation operation) implements OperationReply {}

  /** The operations as they are now, in the service's order. */
  record FoundOperations(List<Operation> operations) implements OperationsReply {
    /** Copies the list. */
    public FoundOperations {
      operations = List.copyOf(operations);
    }
  }

  /** The model's answer: {@code GenerateContentResponse}. */
  record Generated(ObjectNode response) implements GenerateReply {
    /** Without the answer, which is the caller's to show. */
    @Override
    public String toString() {
      return "Generated[]";
    }
  }

  /** The answer is complete. */
  record Streamed() implements StreamReply {}

  /**
   * The service could not be asked, or did not answer the question; whether it did what was asked
   * is unknown.
   */
  record Unknown(Failure failure)
      implements GetReply,
          PageReply,
          PatchReply,
          DeleteReply,
          OperationReply,
          OperationsReply,
          GenerateReply,
          StreamReply {}
}

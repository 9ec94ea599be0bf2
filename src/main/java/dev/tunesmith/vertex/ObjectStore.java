package dev.tunesmith.vertex;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to Cloud Storage, which jobs of open models write to. Like {@link TuningJobs}, it sends
 * one request for each call, never retries, and throws for nothing that the service or the network
 * does.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/objects">Objects</a>
 */
public interface ObjectStore {
  /** Where the service is. */
  String SERVICE = "https://storage.googleapis.com";

  /**
   * Reads one page of a folder's objects ({@code objects.list}), at any depth below it.
   *
   * @param pageToken null for the first page
   */
  ListReply list(StorageFolder folder, @Nullable String pageToken);

  /**
   * Deletes an object ({@code objects.delete}), unless it was written again since it was listed.
   */
  DeleteReply delete(String bucket, StoredObject object);

  /** The answer to a list. */
  sealed interface ListReply {}

  /** The answer to a delete. */
  sealed interface DeleteReply {}

  /**
   * An object.
   *
   * @param generation which content of that name
   * @param created when that content was written
   */
  record StoredObject(String name, long generation, Instant created) {}

  /**
   * One page, which may be empty.
   *
   * @param nextPageToken null on the last page
   */
  record Page(List<StoredObject> objects, @Nullable String nextPageToken) implements ListReply {
    /** Copies the list. */
    public Page {
      objects = List.copyOf(objects);
    }
  }

  /** It is deleted. */
  record Deleted() implements DeleteReply {}

  /** The service says that there is no such bucket, or no such object. */
  record Absent() implements ListReply, DeleteReply {}

  /**
   * The object stays: it was written again, or its bucket keeps it.
   *
   * @param why a clause
   */
  record Kept(String why) implements DeleteReply {}

  /**
   * The service could not be asked, or refused.
   *
   * @param failure why
   */
  record Failed(Failure failure) implements ListReply, DeleteReply {}
}

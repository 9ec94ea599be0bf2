package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lists, page by page, newest first; see {@link JobStore} for why that is cheap. */
final class Pager {
  private static final int CHUNK = 128;

  private final JobStore store;
  private final int largestPage;

  Pager(JobStore store, int largestPage) {
    this.store = store;
    this.largestPage = largestPage;
  }

  /**
   * One page.
   *
   * @param collection the name of the list in the answer
   * @param itemsOf what a job contributes to the list: nothing, itself, or what it left behind
   * @param filter which items are shown
   * @return the list under {@code collection}, left out when empty, and {@code nextPageToken} when
   *     there is more
   */
  ObjectNode page(
      ProjectLocation scope,
      String collection,
      Paging paging,
      Function<StoredJob, List<ObjectNode>> itemsOf,
      Predicate<ObjectNode> filter) {
    PageToken start = start(scope.name() + "/" + collection, paging.token(), store.size(scope));
    int size = size(paging.size());
    ArrayNode found = Json.array();
    int position = start.position();
    int offset = start.offset();
    while (position > 0) {
      for (StoredJob job : store.before(scope, position, CHUNK)) {
        List<ObjectNode> items = itemsOf.apply(job);
        for (int index = offset; index < items.size(); index++) {
          if (!filter.test(items.get(index))) {
            continue;
          }
          if (found.size() == size) {
            PageToken next = new PageToken(start.list(), position, index, start.page() + 1);
            return answer(collection, found).put("nextPageToken", next.encode());
          }
          found.add(items.get(index));
        }
        position--;
        offset = 0;
      }
    }
    return answer(collection, found);
  }

  private int size(int asked) {
    if (asked < 0) {
      throw ApiError.invalid("page_size", "page_size should not be negative.").refused();
    }
    return asked == 0 ? largestPage : Math.min(asked, largestPage);
  }

  private static PageToken start(String list, String token, int end) {
    if (token.isEmpty()) {
      return new PageToken(list, end, 0, 1);
    }
    return PageToken.decode(token)
        .filter(decoded -> decoded.list().equals(list) && decoded.position() <= end)
        .orElseThrow(
            () -> ApiError.invalid("page_token", "The page_token is not valid.").refused());
  }

  private static ObjectNode answer(String collection, ArrayNode found) {
    ObjectNode answer = Json.object();
    if (!found.isEmpty()) {
      answer.set(collection, found);
    }
    return answer;
  }
}

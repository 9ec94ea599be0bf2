package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists, page by page, newest first; see {@link JobStore} for why that a page is cheap. */
final class Pager {
  private static final int CHUNK = 128;

  private final int usualPage;
  private final int largestPage;

  /**
   * A pager.
   *
   * @param usualPage the size of a page when the request has none
   * @param largestPage the size that a page never exceeds, whatever the request has
   */
  Pager(int usualPage, int largestPage) {
    this.usualPage = Math.min(usualPage, largestPage);
    this.largestPage = largestPage;
  }

  /**
   * What is listed, oldest first. Nothing is ever removed from it, so that a position stays valid;
   * what is deleted contributes no items any more.
   */
  interface Source<T> {
    /** The list's name, and whatever else a page token must agree with; no spaces. */
    String name();

    /** How many things there are: the position of the next one. */
    int size();

    /** Up to {@code count} things before a position, newest first; a copy. */
    List<T> before(int position, int count);
  }

  /** A list that never changes, oldest first. */
  static <T> Source<T> all(String name, List<T> things) {
    return new Source<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int size() {
        return things.size();
      }

      @Override
      public List<T> before(int position, int count) {
        return things.subList(Math.max(0, position - count), position).reversed();
      }
    };
  }

  /**
   * One page.
   *
   * @param source what is listed
   * @param collection the name of the list in the answer
   * @param itemsOf what a job contributes to the list: itself or its artefacts, or nothing
   * @param filter which items are shown
   * @return the list under {@code collection}, left out when empty, and {@code nextPageToken} when
   *     there is more
   */
  <T> ObjectNode page(
      Source<T> source,
      String collection,
      Paging paging,
      Function<T, List<ObjectNode>> itemsOf,
      Predicate<ObjectNode> filter) {
    PageToken start = start(source.name(), paging.token(), source.size());
    int size = size(paging.size());
    ArrayNode found = Json.array();
    int position = start.position();
    int offset = start.offset();
    while (position > 0) {
      for (T listed : source.before(position, CHUNK)) {
        List<ObjectNode> items = itemsOf.apply(listed);
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

  private int size(int requested) {
    if (requested < 0) {
      throw ApiError.invalid("page_size", "page_size should not be negative.").refused();
    }
    return requested == 0 ? usualPage : Math.min(requested, largestPage);
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

  /** The number of the page that a token stands for; 1 when it is none. */
  static int pageNumber(String token) {
    return PageToken.decode(token).map(PageToken::page).orElse(1);
  }

  /**
   * Where a listing goes on. Jobs are only added, and in front, so a position never points to
   * another job later.
   *
   * @param list the collection and its location, so that a token serves no other list
   * @param position how many jobs of the list are still to come
   * @param offset how many items of the first of them were already listed
   * @param page the number of the page that begins here, 1 for the first
   */
  private record PageToken(String list, int position, int offset, int page) {
    private static final Pattern TEXT =
        Pattern.compile("(\\S+) ([0-9]{1,9}) ([0-9]{1,9}) ([0-9]{1,9})");

    String encode() {
      String text = list + " " + position + " " + offset + " " + page;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** Reads a token; empty when it is not a token of this class. */
    static Optional<PageToken> decode(String token) {
      try {
        Matcher matcher = TEXT.matcher(new String(Base64.getUrlDecoder().decode(token), UTF_8));
        return matcher.matches()
            ? Optional.of(
                new PageToken(
                    matcher.group(1),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4))))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}

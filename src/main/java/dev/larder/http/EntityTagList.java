package dev.larder.http;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of an If-Match or If-None-Match header field, RFC 9110, sections 13.1.1 and 13.1.2.
 *
 * @param any whether the value is {@code *}; then {@code tags} is empty
 */
public record EntityTagList(boolean any, List<EntityTag> tags) {

  /**
   * Reads {@code *} or a list of entity tags; empty list elements and optional whitespace are
   * allowed as in RFC 9110, section 5.6.1.
   *
   * @throws ProblemException {@code invalid-header} if it is neither
   */
  public static EntityTagList parse(String field, String value) {
    if (value.strip().equals("*")) {
      return new EntityTagList(true, List.of());
    }
    return new EntityTagList(false, new Parser(field, value).tags());
  }

  private static final class Parser {
    private final String field;
    private final String value;
    private int at;

    Parser(String field, String value) {
      this.field = field;
      this.value = value;
    }

    List<EntityTag> tags() {
      List<EntityTag> tags = new ArrayList<>(1);
      boolean separated = true;
      while (at < value.length()) {
        char c = value.charAt(at);
        if (c == ' ' || c == '\t') {
          at++;
        } else if (c == ',') {
          separated = true;
          at++;
        } else if (separated) {
          tags.add(tag());
          separated = false;
        } else {
          throw invalid();
        }
      }
      if (tags.isEmpty()) {
        throw invalid();
      }
      return List.copyOf(tags);
    }

    private EntityTag tag() {
      boolean weak = value.startsWith("W/", at);
      if (weak) {
        at += 2;
      }
      int start = at + 1;
      if (at >= value.length() || value.charAt(at) != '"') {
        throw invalid();
      }
      int end = start;
      while (end < value.length() && EntityTag.isTagCharacter(value.charAt(end))) {
        end++;
      }
      if (end >= value.length() || value.charAt(end) != '"') {
        throw invalid();
      }
      at = end + 1;
      return new EntityTag(weak, value.substring(start, end));
    }

    private ProblemException invalid() {
      return new ProblemException(
          ProblemType.INVALID_HEADER,
          field
              + " must be * or a list of entity tags in double quotes, as in "
              + field
              + ": \"a1\", \"b2\". An item's entity tag is in the ETag field of its responses.");
    }
  }
}

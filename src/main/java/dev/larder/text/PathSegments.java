package dev.larder.text;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The segments of a URI path (RFC 3986, section 3.3). */
public final class PathSegments {
  private PathSegments() {}

  /**
   * Splits a path at its slashes, then percent-decodes each segment once, as UTF-8.
   *
   * @throws ProblemException {@code invalid-path} if a segment is empty or cannot be decoded
   */
  public static List<String> decode(String path) {
    return decode(Arrays.asList(path.split("/", -1)));
  }

  /** As {@link #decode(String)}, of each segment. */
  public static List<String> decode(List<String> encoded) {
    List<String> segments = new ArrayList<>(2);
    for (String segment : encoded) {
      if (segment.isEmpty()) {
        throw empty();
      }
      segments.add(
          segment.indexOf('%') < 0
              ? segment
              : PercentEncoding.decode(segment).orElseThrow(PathSegments::notEncoded));
    }
    return segments;
  }

  public static ProblemException empty() {
    return new ProblemException(
        ProblemType.INVALID_PATH,
        "The path has an empty segment, but a key must have at least one character.");
  }

  public static ProblemException dots() {
    return new ProblemException(
        ProblemType.INVALID_PATH,
        "The path has the segment . or .., which clients resolve before they send a URL (RFC"
            + " 3986, section 5.2.4). Use a query to read an item with such a key.");
  }

  private static ProblemException notEncoded() {
    return new ProblemException(
        ProblemType.INVALID_PATH,
        "The path is not valid percent-encoded UTF-8 (RFC 3986, section 2). Write a percent sign"
            + " itself as %25.");
  }
}

package dev.larder.text;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    List<String> segments = new ArrayList<>(2);
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()) {
        throw empty();
      }
      segments.add(segment.indexOf('%') < 0 ? segment : decodeSegment(segment));
    }
    return segments;
  }

  private static String decodeSegment(String segment) {
    byte[] encoded = segment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.put(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
      if (low < 0) {
        throw notEncoded();
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(decoded.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw notEncoded();
    }
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

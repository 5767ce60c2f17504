package dev.larder.lambda.gateway;

import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Checks the content of a request (RFC 9110, section 6.4) before any parser reads it: its media
 * type, coding, size and encoding.
 */
final class RequestContent {
  private static final String TYPE = "Content-Type";

  private static final String ENCODING = "Content-Encoding";

  private static final String JSON = "application/json";

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** RFC 9110, section 8.3.1. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "("
              + TOKEN
              + "/"
              + TOKEN
              + ")((?:[ \t]*;[ \t]*(?:"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"(?:[^\"\\\\]|\\\\.)*+\"))?)*+)");

  /** More than any media type has, and few enough characters for the pattern. */
  private static final int MAX_TYPE_LENGTH = 1000;

  private static final List<String> WITHOUT_CONTENT = List.of("GET", "HEAD", "DELETE");

  private static final List<String> GZIP = List.of("gzip", "x-gzip");

  /** The last valid Content-Type; most requests of an API have the same. */
  private static volatile String lastType = JSON;

  private final GatewayRequest request;
  private final Limit size;

  private RequestContent(GatewayRequest request, Limit size) {
    this.request = request;
    this.size = size;
  }

  /**
   * Checks the content and replaces it with its decoded form.
   *
   * @param size the limit of octets, before and after decoding
   * @throws ProblemException {@code content-too-large}, {@code unsupported-media-type} or {@code
   *     malformed-json}
   */
  static void prepare(GatewayRequest request, Limit size) {
    new RequestContent(request, size).prepare();
  }

  private void prepare() {
    if (request.bodyBytes() > size.max()) {
      throw tooLarge("has " + request.bodyBytes() + " bytes");
    }
    String type = mediaType();
    if (request.getBody() == null) {
      return;
    }
    String encoding = request.header(ENCODING);
    if (encoding != null) {
      decode(encoding);
    }
    if ((type == null || isText(type)) && !request.isUtf8Text()) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body is not encoded in UTF-8 (RFC 3629; for JSON, RFC 8259, section 8.1). Nothing"
              + " was written. Send it in UTF-8.");
    }
  }

  /**
   * The media type, null without one. It loses whitespace that JAX-RS would take for a part of its
   * name.
   */
  private String mediaType() {
    String sent = request.header(TYPE);
    if (sent != null && request.getBody() == null && WITHOUT_CONTENT.contains(request.method())) {
      // Clients set it by default; the router would refuse it, although it says nothing.
      request.getHeaders().remove(TYPE);
      return null;
    }
    if (sent == null || sent.equals(lastType)) {
      return sent;
    }
    Matcher valid = MEDIA_TYPE.matcher(sent.length() > MAX_TYPE_LENGTH ? "" : sent.strip());
    if (valid.matches()) {
      String type = valid.group(1) + valid.group(2).strip();
      request.getHeaders().put(TYPE, type);
      lastType = type;
      return type;
    }
    if (request.getBody() == null) {
      // The server would fail on it, although it says nothing about no content.
      request.getHeaders().remove(TYPE);
      return null;
    }
    throw new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "The header field Content-Type is not a media type (RFC 9110, section 8.3.1). Send one"
            + " such as "
            + JSON
            + ".");
  }

  /**
   * Whether content of a media type is text, so that resources read it as UTF-8. JAX-RS takes an
   * asterisk for any type, such as that of JSON.
   */
  private static boolean isText(String mediaType) {
    if (mediaType.equals(JSON)) {
      return true;
    }
    String type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.endsWith("*")
        || type.endsWith("/json")
        || type.endsWith("+json")
        || type.equals("application/x-ndjson");
  }

  private void decode(String encoding) {
    List<String> codings =
        Stream.of(encoding.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    request.getHeaders().remove(ENCODING);
    if (codings.isEmpty()) {
      return;
    }
    if (codings.size() > 1 || !GZIP.contains(codings.get(0))) {
      throw new ProblemException(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "The Content-Encoding of the body is not supported. Send the body with"
                  + " Content-Encoding: gzip, or as it is, without that header field.")
          .withHeader("Accept-Encoding", "gzip");
    }
    request.setBody(unzipped());
  }

  /** Reads no more than the limit, to which a small body may inflate a thousandfold. */
  private byte[] unzipped() {
    try (WholeGzip gzip = new WholeGzip(request.bodyOctets())) {
      byte[] body = gzip.readNBytes(size.max() + 1);
      if (body.length > size.max()) {
        throw tooLarge("decompresses to more than " + size.max() + " bytes");
      }
      gzip.requireEnd();
      return body;
    } catch (IOException e) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body is not in the format gzip (RFC 1952), which its Content-Encoding names. Compress"
              + " it, or send it without that header field.");
    }
  }

  /** Tells what follows the last member; its superclass ignores that, even half of a member. */
  private static final class WholeGzip extends GZIPInputStream {
    /** RFC 1952, section 2.3: CRC32 and ISIZE. */
    private static final int TRAILER_LENGTH = 8;

    WholeGzip(byte[] octets) throws IOException {
      // All at once, so that the inflater knows how much is left.
      super(new ByteArrayInputStream(octets), Math.max(1, octets.length));
    }

    void requireEnd() throws IOException {
      if (inf.getRemaining() > TRAILER_LENGTH) {
        throw new ZipException("Something follows the last member");
      }
    }
  }

  private ProblemException tooLarge(String size) {
    return this.size.exceeded(
        ProblemType.CONTENT_TOO_LARGE,
        "The body "
            + size
            + ", but the limit is "
            + this.size.max()
            + ". Send it in smaller parts.");
  }
}

package dev.larder.lambda.gateway;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the API's own paths in header fields those of the client's URLs. */
public final class UrlPrefix {
  /** A target of the field Link, RFC 8288, section 3, that is a path. */
  private static final Pattern TARGET = Pattern.compile("(?<=^|, ?)</(?!/)");

  private UrlPrefix() {}

  /**
   * The fields as they are to be answered.
   *
   * @param prefix what the request's URL has before the API's own path
   */
  public static Map<String, String> before(String prefix, Map<String, String> fields) {
    if (prefix.isEmpty()) {
      return fields;
    }
    String encoded = RequestTarget.path(prefix);
    Map<String, String> prefixed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    prefixed.putAll(fields);
    prefixed.computeIfPresent(
        "Location",
        (name, value) ->
            value.startsWith("/") && !value.startsWith("//") ? encoded + value : value);
    prefixed.computeIfPresent(
        "Link",
        (name, value) ->
            TARGET.matcher(value).replaceAll(Matcher.quoteReplacement('<' + encoded + '/')));
    return prefixed;
  }
}

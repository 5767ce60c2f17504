package dev.larder.http;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI path template of a resource method: the {@code @Path} of its class and its own, Jakarta
 * RESTful Web Services, section 3.4.
 *
 * @param text as in {@code /{collection}/{key: [^/]+}}
 */
public record PathTemplate(String text) {
  /** A variable, with or without an expression for its values. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\s*([\\w.-]+)\\s*(?::((?:[^{}]|\\{[^{}]*\\})*))?\\}");

  private static final String SEGMENT = "[^/]+";

  public static PathTemplate of(Class<?> resource, Method method) {
    String text = path(resource.getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
    return new PathTemplate(text.isEmpty() ? "/" : text);
  }

  /** The template of a class alone. */
  public static PathTemplate of(Class<?> resource) {
    String text = path(resource.getAnnotation(Path.class));
    return new PathTemplate(text.isEmpty() ? "/" : text);
  }

  private static String path(Path path) {
    if (path == null) {
      return "";
    }
    String text = path.value();
    int from = text.startsWith("/") ? 1 : 0;
    int to = text.endsWith("/") && text.length() > from ? text.length() - 1 : text.length();
    return from < to ? '/' + text.substring(from, to) : "";
  }

  /** The template without the expressions of variables. */
  public String withoutExpressions() {
    return VARIABLE.matcher(text).replaceAll("{$1}");
  }

  /** A pattern for the percent-encoded paths of the template. */
  Pattern pattern() {
    StringBuilder pattern = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    int end = 0;
    while (variable.find()) {
      pattern.append(Pattern.quote(text.substring(end, variable.start())));
      String values = variable.group(2);
      pattern.append("(?:").append(values == null ? SEGMENT : values.strip()).append(')');
      end = variable.end();
    }
    return Pattern.compile(pattern.append(Pattern.quote(text.substring(end))).toString());
  }
}

package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A line of the log, read as CloudWatch reads the embedded metric format.
 *
 * @param dimensions values by the names of the dimensions, of both directives
 * @param metrics values by the names of the metrics
 * @param sets of dimensions, each with its names, and what is counted by them
 */
public record EmbeddedMetrics(
    Map<String, String> dimensions,
    Map<String, Double> metrics,
    Map<Set<String>, Set<String>> sets) {
  private static final Set<String> UNITS =
      Set.of("Seconds", "Microseconds", "Milliseconds", "Bytes", "Percent", "Count", "None");

  /** Checks the line against the specification's JSON schema and its rules for targets. */
  public static EmbeddedMetrics of(JsonNode line) {
    EmbeddedMetrics read =
        new EmbeddedMetrics(new TreeMap<>(), new TreeMap<>(), new java.util.HashMap<>());
    assertTrue(line.isObject(), line::toString);
    assertTrue(line.at("/_aws/Timestamp").isIntegralNumber(), line::toString);
    JsonNode directives = line.at("/_aws/CloudWatchMetrics");
    assertTrue(directives.isArray() && !directives.isEmpty(), line::toString);
    directives.forEach(directive -> read.add(line, directive));
    return read;
  }

  private void add(JsonNode line, JsonNode directive) {
    assertEquals("Larder", directive.path("Namespace").textValue());
    JsonNode metricsOf = directive.path("Metrics");
    assertTrue(metricsOf.isArray() && metricsOf.size() <= 100, directive::toString);
    Set<String> counted = new HashSet<>();
    for (JsonNode metric : metricsOf) {
      String name = metric.path("Name").textValue();
      assertLength(name, 1024);
      assertTrue(UNITS.contains(metric.path("Unit").textValue()), metric::toString);
      assertTrue(line.path(name).isNumber(), () -> name + " is no number");
      counted.add(name);
      metrics.put(name, line.path(name).doubleValue());
    }
    assertEquals(metricsOf.size(), counted.size(), "a metric is named twice");
    JsonNode setsOf = directive.path("Dimensions");
    assertTrue(setsOf.isArray() && !setsOf.isEmpty(), directive::toString);
    for (JsonNode set : setsOf) {
      assertTrue(set.isArray() && set.size() <= 30, directive::toString);
      Set<String> names = new HashSet<>();
      for (JsonNode dimension : set) {
        String name = dimension.textValue();
        assertLength(name, 250);
        assertLength(line.path(name).textValue(), 1024);
        names.add(name);
        dimensions.put(name, line.path(name).textValue());
      }
      sets.put(names, counted);
    }
  }

  private static void assertLength(String text, int most) {
    assertTrue(text != null && !text.isEmpty() && text.length() <= most, () -> "length of " + text);
  }

  /** The names that no member of a line may have for something else. */
  public Stream<String> names() {
    return Stream.concat(dimensions.keySet().stream(), metrics.keySet().stream());
  }
}

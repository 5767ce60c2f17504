package dev.larder.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Larder's SAM template of one flavour of the function. */
final class DeploymentTemplate {
  private static final Pattern OTHER_FLAVOUR = Pattern.compile(".* # \\w+ only");

  private final String flavour;
  private final Map<String, String> values;

  private DeploymentTemplate(String flavour, Map<String, String> values) {
    this.flavour = flavour;
    this.values = values;
  }

  /**
   * Returns the templates, one for each flavour.
   *
   * @param project its name and version
   * @param handler of Lambda's Java runtime
   * @param processor that a native executable runs on, {@code arm64} or {@code x86_64}
   */
  static List<DeploymentTemplate> ofEachFlavour(String project, String handler, String processor) {
    return List.of(
        new DeploymentTemplate(
            "jvm",
            Map.of(
                "project", project,
                "handler", handler,
                "code", "function.zip",
                "runtime", "java25",
                "leastMemory", "256")),
        new DeploymentTemplate(
            "native",
            Map.of(
                "project",
                project,
                "handler",
                handler,
                "code",
                "function-native.zip",
                "runtime",
                "provided.al2023",
                "leastMemory",
                "128",
                "architecture",
                processor)));
  }

  String fileName() {
    return "sam." + flavour + ".yaml";
  }

  /** Fills in what stands between at signs, and leaves out the lines of the other flavour. */
  String text() throws IOException {
    String own = " # " + flavour + " only";
    return source()
        .lines()
        .map(line -> line.endsWith(own) ? line.substring(0, line.length() - own.length()) : line)
        .filter(line -> !OTHER_FLAVOUR.matcher(line).matches())
        .map(this::fill)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String fill(String line) {
    String filled = line;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace('@' + value.getKey() + '@', value.getValue());
    }
    return filled;
  }

  private static String source() throws IOException {
    try (InputStream template = DeploymentTemplate.class.getResourceAsStream("template.yaml")) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

package dev.larder.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The bill of materials that the build writes beside the zip, in CycloneDX's format. */
final class Sbom {
  static final String NAME = "function.cdx.json";

  private Sbom() {}

  /** A library, by its coordinates and the SPDX identifiers of its licences, each of which do. */
  record Library(String group, String name, String version, List<String> licences) {
    /** As Quarkus names the jar. */
    String jar() {
      return group + '.' + name + '-' + version + ".jar";
    }
  }

  /** Returns the components without the function itself, which Quarkus lists among them too. */
  static List<Library> libraries(Path file) throws IOException {
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    String function = bill.at("/metadata/component/bom-ref").asText();
    return StreamSupport.stream(bill.get("components").spliterator(), false)
        .filter(component -> !component.path("bom-ref").asText().equals(function))
        .map(
            component ->
                new Library(
                    component.path("group").asText(),
                    component.path("name").asText(),
                    component.path("version").asText(),
                    licences(component)))
        .toList();
  }

  private static List<String> licences(JsonNode component) {
    return StreamSupport.stream(component.path("licenses").spliterator(), false)
        .map(
            each ->
                each.has("expression")
                    ? each.get("expression").asText()
                    : each.path("license")
                        .path("id")
                        .asText(each.path("license").path("name").asText()))
        .distinct()
        .sorted()
        .toList();
  }
}

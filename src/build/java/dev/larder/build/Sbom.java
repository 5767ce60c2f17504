package dev.larder.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * The bill of materials of {@code function.zip}, CycloneDX 1.6: the libraries in it, with their
 * versions, checksums and licences. The same function has the same bill.
 */
final class Sbom {
  static final String NAME = "function.cdx.json";

  /** What Quarkus's plugin writes: with a time, in any order, and the application in it twice. */
  static final String RESOLVED = "dependencies.cdx.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode bill;

  private Sbom(ObjectNode bill) {
    this.bill = bill;
  }

  static Sbom read(Path file) throws IOException {
    return new Sbom((ObjectNode) JSON.readTree(file.toFile()));
  }

  /** A library, by its coordinates and the SPDX identifiers of its licences, each of which do. */
  record Library(String group, String name, String version, List<String> licences) {
    /** As Quarkus names the jar. */
    String jar() {
      return group + '.' + name + '-' + version + ".jar";
    }
  }

  /** Makes it that of a zip, which it names by its checksum. */
  void settle(Path zip) throws IOException {
    ObjectNode metadata = (ObjectNode) bill.get("metadata");
    metadata.remove("timestamp");
    ObjectNode function = (ObjectNode) metadata.get("component");
    function.set(
        "hashes",
        JSON.createArrayNode()
            .add(JSON.createObjectNode().put("alg", "SHA-256").put("content", sha256(zip))));
    String reference = function.path("bom-ref").asText();
    bill.set(
        "components", sorted(bill.get("components"), "bom-ref", each -> !reference.equals(each)));
    ArrayNode dependencies = sorted(bill.get("dependencies"), "ref", each -> true);
    for (JsonNode dependency : dependencies) {
      if (dependency.has("dependsOn")) {
        ((ObjectNode) dependency).set("dependsOn", sortedTexts(dependency.get("dependsOn")));
      }
    }
    bill.set("dependencies", dependencies);
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new BuildFailedException("Every Java has SHA-256", e);
    }
  }

  private static ArrayNode sorted(JsonNode all, String by, Predicate<String> kept) {
    return JSON.createArrayNode()
        .addAll(
            StreamSupport.stream(all.spliterator(), false)
                .filter(each -> kept.test(each.path(by).asText()))
                .sorted(Comparator.comparing(each -> each.path(by).asText()))
                .toList());
  }

  private static ArrayNode sortedTexts(JsonNode all) {
    return JSON.createArrayNode()
        .addAll(
            StreamSupport.stream(all.spliterator(), false)
                .sorted(Comparator.comparing(JsonNode::asText))
                .toList());
  }

  void write(Path file) throws IOException {
    Files.writeString(
        file,
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bill).replace("\r", "") + "\n");
  }

  List<Library> libraries() {
    return StreamSupport.stream(bill.get("components").spliterator(), false)
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

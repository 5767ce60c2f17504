package dev.larder.table.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One application with the models of several tests, of which each has tables of its own. */
public final class SeveralModels implements QuarkusTestProfile {
  private static final Path MODELS = Path.of("src/test/resources/models");

  @Override
  public Map<String, String> getConfigOverrides() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode all = mapper.createObjectNode();
    for (String file : List.of("shop.json", "device-log.json", "other-writers.json")) {
      try {
        JsonNode model = mapper.readTree(MODELS.resolve(file).toFile());
        for (String part : List.of("tables", "collections")) {
          ObjectNode parts = all.withObject(part);
          model
              .path(part)
              .propertyStream()
              .forEach(
                  each -> {
                    if (parts.replace(each.getKey(), each.getValue()) != null) {
                      throw new IllegalStateException("Two models have " + each.getKey());
                    }
                  });
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Map.of("larder.model", all.toString());
  }
}

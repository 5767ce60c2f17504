package dev.larder.event.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.EventHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventClassesFeatureTest {
  private abstract static class OfStream implements EventHandler<KinesisEvent> {}

  private abstract static class OfTree implements EventHandler<JsonNode> {}

  @Test
  void theClassesInAnEventAreFound() {
    Set<String> names =
        EventClassesFeature.classesOf(OfStream.class).stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("KinesisEvent", "KinesisEventRecord", "Record"), names);
    assertEquals(4, EventClassesFeature.classesOf(OfStream.class).size());
    assertEquals(Set.of(), EventClassesFeature.classesOf(OfTree.class));
  }

  @Test
  void theBuildOfNativeExecutablesNamesTheFeature() throws IOException {
    try (InputStream file =
        getClass()
            .getResourceAsStream(
                "/META-INF/native-image/dev.larder/larder/native-image.properties")) {
      String arguments = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(
          arguments.contains("--features=" + EventClassesFeature.class.getName()), arguments);
    }
  }
}

package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionNamesTest {

  /** The first segments of the paths that belong to no collection. */
  static Stream<String> ofResources() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.larder")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(type -> type.getAnnotationOfType(Path.class).value().split("/"))
            .filter(segments -> segments.length > 1 && !segments[1].startsWith("{"))
            .map(segments -> segments[1])
            .distinct();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "ä", "a/b"})
  @MethodSource("ofResources")
  void aNameThatCouldNotBeReachedIsRefused(String name) {
    LarderConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LarderConfig.class)
            .withDefaultValue("larder.collections.\"" + name + "\".table", "a-table")
            .build()
            .getConfigMapping(LarderConfig.class);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Collections(config, null));
    assertTrue(e.getMessage().startsWith("larder.collections." + name + ": "), e.getMessage());
  }
}

package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.Model;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AnalyzeClasses(packages = "dev.larder", importOptions = ImportOption.DoNotIncludeTests.class)
class CollectionNamesTest {

  @ArchTest
  static void theNameOfAnotherPathIsRefused(JavaClasses classes) {
    Set<String> names =
        classes.stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(type -> type.getAnnotationOfType(Path.class).value().split("/"))
            .filter(segments -> segments.length > 1 && !segments[1].startsWith("{"))
            .map(segments -> segments[1])
            .collect(Collectors.toSet());
    names.forEach(CollectionNamesTest::assertRefused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "ä", "a/b"})
  void aNameThatCouldNotBeReachedIsRefused(String name) {
    assertRefused(name);
  }

  private static void assertRefused(String name) {
    LarderConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LarderConfig.class)
            .withDefaultValue("larder.collections.\"" + name + "\".table", "a-table")
            .build()
            .getConfigMapping(LarderConfig.class);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CollectionRegistry(config, Model.NONE, null, null, null));
    assertTrue(e.getMessage().startsWith("larder.collections." + name + ": "), e.getMessage());
  }
}

package dev.larder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.larder.table.CollectionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AnalyzeClasses(packages = "dev.larder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_depend_downward =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("dev")
          .definedBy("dev.larder.dev..")
          .layer("lambda")
          .definedBy("dev.larder.lambda..")
          .layer("job")
          .definedBy("dev.larder.job..")
          .layer("event")
          .definedBy("dev.larder.event..")
          .layer("aws")
          .definedBy("dev.larder.aws..")
          .layer("bulk")
          .definedBy("dev.larder.bulk..")
          .layer("item")
          .definedBy("dev.larder.item..")
          .layer("query")
          .definedBy("dev.larder.query..")
          .layer("openapi")
          .definedBy("dev.larder.openapi..")
          .layer("access")
          .definedBy("dev.larder.access..")
          .layer("health")
          .definedBy("dev.larder.health..")
          .layer("idempotency")
          .definedBy("dev.larder.idempotency..")
          .layer("table")
          .definedBy("dev.larder.table..")
          .layer("dynamo")
          .definedBy("dev.larder.dynamo..")
          .layer("http")
          .definedBy("dev.larder.http..")
          .layer("problem")
          .definedBy("dev.larder.problem..")
          .layer("net")
          .definedBy("dev.larder.net..")
          .layer("runtime")
          .definedBy("dev.larder.runtime..")
          .layer("text")
          .definedBy("dev.larder.text..")
          .whereLayer("dev")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("lambda")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("dev")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("lambda", "job")
          .whereLayer("aws")
          .mayOnlyBeAccessedByLayers("event", "job")
          .whereLayer("bulk")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("item")
          .mayOnlyBeAccessedByLayers("bulk")
          .whereLayer("query")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("openapi")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("bulk", "item", "job", "query", "openapi", "health")
          .whereLayer("health")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("idempotency")
          .mayOnlyBeAccessedByLayers("bulk", "item", "query", "event", "job")
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers(
              "access",
              "idempotency",
              "bulk",
              "item",
              "query",
              "openapi",
              "health",
              "dev",
              "event",
              "job")
          .whereLayer("dynamo")
          .mayOnlyBeAccessedByLayers(
              "table",
              "idempotency",
              "bulk",
              "item",
              "query",
              "openapi",
              "health",
              "aws",
              "event",
              "job")
          .whereLayer("table")
          .mayOnlyAccessLayers("dynamo", "problem", "runtime", "text")
          .whereLayer("dynamo")
          .mayOnlyAccessLayers("net", "problem", "runtime")
          .whereLayer("http")
          .mayOnlyAccessLayers("problem", "text")
          .whereLayer("text")
          .mayOnlyAccessLayers("problem")
          .whereLayer("problem")
          .mayNotAccessAnyLayer()
          .whereLayer("runtime")
          .mayNotAccessAnyLayer()
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers("dynamo", "lambda")
          .whereLayer("net")
          .mayNotAccessAnyLayer()
          .because(
              "a feature can be read, changed and taken out by itself, and how Lambda calls must"
                  + " not matter to any of them");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices()
          .matching("dev.larder.(*)..")
          .should()
          .beFreeOfCycles()
          .because("of two packages that need each other neither can be understood alone");

  @ArchTest
  static final ArchRule collections_are_got_through_access =
      noClasses()
          .that()
          .resideInAnyPackage("dev.larder.item..", "dev.larder.query..", "dev.larder.bulk..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(CollectionRegistry.class)
          .because(
              "what a request gets of a collection is what its caller may read or write of it");

  @ArchTest
  static final ArchRule what_is_random_is_read_from_the_operating_system =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class)
          .orShould()
          .callConstructor(SplittableRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because(
              "all functions that are restored from one snapshot have the generators of the JVM in"
                  + " one state");

  @ArchTest
  static final ArchRule the_sdk_stays_below =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.larder.dynamo..",
              "dev.larder.table..",
              "dev.larder.systemtable..",
              "dev.larder.dev..",
              "dev.larder.aws..",
              "dev.larder.net..")
          .and()
          .haveSimpleNameNotEndingWith("Repository")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..")
          .because(
              "how DynamoDB is called is known in one place, where its failures are translated");

  @ArchTest
  static final ArchRule events_reach_the_server_through_the_extension =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.buffer..",
              "io.quarkus.netty..",
              "io.quarkus.vertx.http.runtime",
              "io.vertx..impl..")
          .because(
              "how the extension speaks to the server in the process is its own affair, and"
                  + " changes with it");

  @ArchTest
  static final ArchRule dynamo_and_table_know_no_http =
      noClasses()
          .that()
          .resideInAnyPackage("dev.larder.dynamo..", "dev.larder.table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.larder.http..", "jakarta.ws.rs..", "io.vertx..", "org.jboss.resteasy..")
          .because(
              "items are read and written for events and jobs too, so what a table is and how"
                  + " DynamoDB is called must not change with the framework that serves HTTP");

  /** The compiler copies constants, so the class that uses one does not tell whose it is. */
  @ParameterizedTest
  @ValueSource(strings = {"dynamo", "table"})
  void dynamo_and_table_import_no_constants_of_http(String name) throws IOException {
    Pattern http =
        Pattern.compile(
            "^import (static )?(dev\\.larder\\.http|jakarta\\.ws\\.rs|io\\.vertx|org\\.jboss\\.resteasy)\\.",
            Pattern.MULTILINE);
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/larder", name))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        assertFalse(http.matcher(Files.readString(source)).find(), source::toString);
      }
    }
  }
}

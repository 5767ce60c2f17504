package dev.larder;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.item.ItemWrites;
import dev.larder.table.CollectionRegistry;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AnalyzeClasses(packages = "dev.larder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /**
   * Packages of what the function can do and could leave out. A new one is a line here, and needs
   * no other; taking one out means to delete its package, its tests and its line.
   */
  private static final List<String> FEATURES =
      List.of(
          "dev.larder.access",
          "dev.larder.bulk",
          "dev.larder.custom",
          "dev.larder.event.failurerecord",
          "dev.larder.event.direct",
          "dev.larder.event.eventbridge",
          "dev.larder.event.own",
          "dev.larder.event.publication",
          "dev.larder.event.sqs",
          "dev.larder.event.stream",
          "dev.larder.health",
          "dev.larder.idempotency",
          "dev.larder.job",
          "dev.larder.openapi",
          "dev.larder.table.jsonschema",
          "dev.larder.transaction");

  @ArchTest
  static final ArchRule the_core_depends_downward_and_on_no_feature =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .ensureAllClassesAreContainedInArchitecture()
          .layer("build")
          .definedBy("dev.larder.build..")
          .layer("dev")
          .definedBy("dev.larder.dev..")
          .optionalLayer("features")
          .definedBy(FEATURES.stream().map(feature -> feature + "..").toArray(String[]::new))
          .layer("lambda")
          .definedBy("dev.larder.lambda..")
          .layer("event")
          .definedBy("dev.larder.event")
          .layer("aws")
          .definedBy("dev.larder.aws..")
          .layer("query")
          .definedBy("dev.larder.query..")
          .layer("item")
          .definedBy("dev.larder.item..")
          .layer("systemtable")
          .definedBy("dev.larder.systemtable..")
          .layer("table")
          .definedBy(
              "dev.larder.table",
              "dev.larder.table.config..",
              "dev.larder.table.filter..",
              "dev.larder.table.model..",
              "dev.larder.table.schema..")
          .layer("dynamo")
          .definedBy("dev.larder.dynamo..")
          .layer("http")
          .definedBy("dev.larder.http..")
          .layer("text")
          .definedBy("dev.larder.text..")
          .layer("net")
          .definedBy("dev.larder.net..")
          .layer("problem")
          .definedBy("dev.larder.problem..")
          .layer("runtime")
          .definedBy("dev.larder.runtime..")
          .layer("api")
          .definedBy("dev.larder.api..")
          .whereLayer("build")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("build")
          .mayOnlyAccessLayers("table", "dynamo", "problem")
          .whereLayer("dev")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("features")
          .mayOnlyBeAccessedByLayers("dev")
          .whereLayer("features")
          .mayOnlyAccessLayers(
              "event",
              "aws",
              "item",
              "query",
              "systemtable",
              "table",
              "dynamo",
              "http",
              "text",
              "problem",
              "runtime",
              "api")
          .whereLayer("lambda")
          .mayOnlyAccessLayers(
              "event", "aws", "item", "table", "dynamo", "http", "text", "net", "problem",
              "runtime")
          .whereLayer("event")
          .mayOnlyAccessLayers("dynamo", "http", "text", "problem", "runtime", "api")
          .whereLayer("aws")
          .mayOnlyAccessLayers("table", "dynamo", "net", "runtime")
          .whereLayer("query")
          .mayOnlyAccessLayers(
              "item", "table", "dynamo", "http", "text", "problem", "runtime", "api")
          .whereLayer("item")
          .mayOnlyAccessLayers("table", "dynamo", "http", "text", "problem", "runtime", "api")
          .whereLayer("systemtable")
          .mayOnlyAccessLayers("table", "dynamo", "http")
          .whereLayer("table")
          .mayOnlyAccessLayers("dynamo", "text", "problem", "runtime")
          .whereLayer("dynamo")
          .mayOnlyAccessLayers("net", "problem", "runtime", "text", "api")
          .whereLayer("http")
          .mayOnlyAccessLayers("text", "problem", "api")
          .whereLayer("text")
          .mayOnlyAccessLayers("problem")
          .whereLayer("net")
          .mayNotAccessAnyLayer()
          .whereLayer("problem")
          .mayOnlyAccessLayers("api")
          .whereLayer("runtime")
          .mayNotAccessAnyLayer()
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .because(
              "the core stands without any feature, and how Lambda calls must not matter to what"
                  + " is below");

  @ArchTest
  static final ArchRule what_the_server_finds_is_public =
      classes()
          .that()
          .areAnnotatedWith(jakarta.ws.rs.Path.class)
          .or()
          .areAnnotatedWith(Provider.class)
          .or()
          .containAnyMethodsThat(annotatedWith(ServerRequestFilter.class))
          .or()
          .containAnyMethodsThat(annotatedWith(ServerResponseFilter.class))
          .should()
          .bePublic()
          .because(
              "Quarkus generates classes that call it, and in the dev mode and tests of projects"
                  + " they have another class loader than Larder");

  @ArchTest
  static final ArchRule every_write_of_an_item_calls_the_hooks =
      noClasses()
          .that()
          .doNotBelongToAnyOf(ItemWrites.class, Write.class)
          .and()
          .resideOutsideOfPackages(
              "dev.larder.idempotency..", "dev.larder.job..", "dev.larder.systemtable..")
          .should()
          .callMethod(Write.class, "put", String.class, Item.class, Item.class, Condition.class)
          .orShould()
          .callMethod(Write.class, "delete", String.class, Item.class, Condition.class)
          .because("a write that is made elsewhere than in ItemWrites would pass the hooks by");

  @ArchTest
  static final ArchRule no_feature_depends_on_another =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  return feature(type.getPackageName())
                      .map(SliceIdentifier::of)
                      .orElse(SliceIdentifier.ignore());
                }

                @Override
                public String getDescription() {
                  return "each feature";
                }
              })
          .should()
          .notDependOnEachOther()
          .because(
              "a feature can be read, changed and taken out by itself; where one must know"
                  + " another, the core has an interface between them");

  /** Down to the rooms of a package. Those two are opened with the circle of their classes. */
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices()
          .matching("dev.larder.(**)")
          .should()
          .beFreeOfCycles()
          .because("of two packages that need each other neither can be understood alone");

  @ArchTest
  static final ArchRule collections_are_got_through_access =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.larder.item..",
              "dev.larder.query..",
              "dev.larder.bulk..",
              "dev.larder.transaction..")
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
              "dev.larder.build.draft..",
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
          .that()
          .haveNameNotMatching("dev\\.larder\\.lambda\\.gateway\\.UnreadMessages(\\$.*)?")
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
                  + " changes with it; one class mends a message that nobody reads");

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

  /** For the same reason. */
  @Test
  void only_dev_imports_anything_of_a_feature() throws IOException {
    Pattern imported =
        Pattern.compile("^import (?:static )?(dev\\.larder\\..*);", Pattern.MULTILINE);
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/larder"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        String folder = Path.of("src/main/java").relativize(source.getParent()).toString();
        Optional<String> own = feature(folder.replace('/', '.'));
        imported
            .matcher(Files.readString(source))
            .results()
            .map(found -> found.group(1))
            .filter(name -> feature(name).isPresent() && !feature(name).equals(own))
            .filter(name -> !folder.equals("dev/larder/dev"))
            .forEach(name -> wrong.add(source + " imports " + name));
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static Optional<String> feature(String name) {
    return FEATURES.stream().filter(feature -> (name + '.').startsWith(feature + '.')).findFirst();
  }
}

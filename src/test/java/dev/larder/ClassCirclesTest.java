package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Top-level classes that need each other, directly or by way of others: none of them can be
 * understood, tested or moved alone. A constant that the compiler copies is no need.
 */
@AnalyzeClasses(packages = "dev.larder", importOptions = ImportOption.DoNotIncludeTests.class)
class ClassCirclesTest {
  private static final String ROOT = "dev.larder.";

  @ArchTest
  static void classesFormNoCircles(JavaClasses classes) {
    assertEquals("", lines(circles(graph(classes))));
  }

  private static String lines(Set<Set<String>> circles) {
    return circles.stream()
        .map(circle -> String.join(", ", new TreeSet<>(circle)))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** What each top-level class needs of the others. */
  private static Map<String, Set<String>> graph(JavaClasses classes) {
    Map<String, Set<String>> graph = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> needs = graph.computeIfAbsent(name(type), absent -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getName().startsWith(ROOT))
          .map(ClassCirclesTest::name)
          .filter(target -> !target.equals(name(type)))
          .forEach(needs::add);
    }
    return graph;
  }

  private static String name(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "").substring(ROOT.length());
  }

  private static Set<Set<String>> circles(Map<String, Set<String>> graph) {
    Map<String, Set<String>> reached = new TreeMap<>();
    graph.keySet().forEach(name -> reached.put(name, reachedFrom(name, graph)));
    return reached.keySet().stream()
        .filter(name -> reached.get(name).contains(name))
        .map(
            name ->
                reached.get(name).stream()
                    .filter(other -> reached.get(other).contains(name))
                    .collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }

  private static Set<String> reachedFrom(String start, Map<String, Set<String>> graph) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(graph.get(start));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (reached.add(name)) {
        open.addAll(graph.getOrDefault(name, Set.of()));
      }
    }
    return reached;
  }
}

package dev.larder.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What own code can use is what is recorded: a change here is a change for everybody who uses
 * Larder as a library, and semantic versioning says when it may come. To record one, copy the list
 * that the failure names over the recorded one, and say the change in CHANGELOG.md.
 */
class ApiSignaturesTest {
  private static final Path RECORDED = Path.of("src/test/resources/api-signatures.txt");
  private static final Path CLASSES = Path.of("target/classes/dev/larder/api");
  private static final Path FOUND = Path.of("target/api-signatures.txt");

  @Test
  void theSignaturesAreThoseThatAreRecorded() throws Exception {
    List<String> found = signatures();
    Files.write(FOUND, found);
    assertEquals(
        Files.readString(RECORDED),
        Files.readString(FOUND),
        () -> FOUND + " has the signatures, which differ from " + RECORDED);
  }

  @Test
  void everyTypeHasADescriptionWithAnExample() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/larder/api"))) {
      for (Path source : sources.filter(path -> !path.endsWith("package-info.java")).toList()) {
        String text = Files.readString(source);
        String described = text.substring(0, text.indexOf("\npublic "));
        assertTrue(described.contains("<pre>{@code"), () -> source + " has no example");
      }
    }
  }

  private static List<String> signatures() throws Exception {
    List<String> signatures = new ArrayList<>();
    try (Stream<Path> classes = Files.list(CLASSES)) {
      for (String name :
          classes
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .sorted()
              .toList()) {
        Class<?> type = Class.forName("dev.larder.api." + name);
        if (isVisible(type.getModifiers())) {
          signatures.add(type.toGenericString());
          signatures.addAll(membersOf(type));
        }
      }
    }
    return signatures;
  }

  private static List<String> membersOf(Class<?> type) {
    return Stream.of(
            Arrays.stream(type.getDeclaredFields()).filter(field -> isVisible(field)),
            Arrays.stream(type.getDeclaredConstructors()).filter(each -> isVisible(each)),
            Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isVisible(method) && !method.isBridge()))
        .flatMap(members -> members)
        .map(ApiSignaturesTest::signature)
        .sorted()
        .map(signature -> "  " + signature)
        .toList();
  }

  private static String signature(Member member) {
    if (member instanceof Method method) {
      return method.toGenericString();
    }
    return member instanceof Constructor<?> constructor
        ? constructor.toGenericString()
        : ((Field) member).toGenericString();
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}

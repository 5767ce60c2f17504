package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of what is mended, and of what is used though it is not public. */
class InternalsPageTest {
  /** What their documentation describes for applications to use, or other applications do. */
  private static final Pattern PUBLIC =
      Pattern.compile(
          "io\\.quarkus\\.(arc\\.(All|Arc|DefaultBean|InstanceHandle|ManagedContext|Unremovable|(profile|properties)\\..*)"
              + "|runtime\\.(ImageMode|LaunchMode|ShutdownContext|Startup|StartupEvent)"
              + "|security\\.(Authenticated|ForbiddenException|UnauthorizedException"
              + "|credential\\.Credential|identity\\.SecurityIdentity"
              + "|spi\\.runtime\\.AuthorizationController)"
              + "|amazon\\.lambda\\.http\\.LambdaIdentityProvider)"
              + "|io\\.vertx\\.(core|ext\\.web)\\.((http|net|buffer|handler)\\.)?[A-Z]\\w*"
              + "|software\\.amazon\\.awssdk\\.(?!.*\\.internal\\.).*"
              + "|com\\.networknt\\.schema\\.(Error|Schema|SchemaLocation|SchemaRef|SchemaRegistry"
              + "|SchemaRegistryConfig|dialect\\..*|path\\..*)"
              + "|com\\.oracle\\.svm\\.core\\.annotate\\..*");

  private static final Pattern WATCHED =
      Pattern.compile(
          "import (?:static )?((?:io\\.quarkus|io\\.quarkiverse|io\\.vertx|io\\.netty|sun|jdk"
              + "|software\\.amazon|com\\.networknt|com\\.oracle)\\.[\\w.]+);");

  private static final Pattern QUOTED = Pattern.compile("`([A-Z]\\w+)[^`]*`");

  private final String page = read(Path.of("src/docs/explanation/how-it-is-built.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void everyUseOfWhatIsNotPublicIsOnThePage() throws IOException {
    List<String> missing = new ArrayList<>();
    int uses = 0;
    for (Path source : sources("src/main/java")) {
      String user = source.getFileName().toString().replace(".java", "");
      for (Matcher used = WATCHED.matcher(read(source)); used.find(); ) {
        String name = used.group(1);
        if (PUBLIC.matcher(name).matches()) {
          continue;
        }
        uses++;
        boolean development = name.startsWith("software.amazon.dynamodb.");
        boolean told =
            page.lines()
                .anyMatch(
                    row ->
                        row.startsWith("| ")
                            && row.contains('`' + user + '`')
                            && (development
                                || name.startsWith("com.networknt.")
                                || row.contains(name.substring(name.lastIndexOf('.') + 1))));
        if (!told) {
          missing.add(user + " uses " + name);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(uses > 5, "" + uses);
  }

  @Test
  void everyClassThatItNamesIsThere() throws IOException {
    Set<String> there =
        Stream.of("src/main/java", "src/test/java")
            .flatMap(
                folder -> {
                  try {
                    return sources(folder).stream();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> named = new TreeSet<>();
    page.lines()
        .filter(row -> row.startsWith("| "))
        .forEach(
            row -> {
              String[] cells = row.split("\\|");
              for (int cell = 2; cell < cells.length; cell++) {
                for (Matcher name = QUOTED.matcher(cells[cell]); name.find(); ) {
                  named.add(name.group(1));
                }
              }
            });
    named.removeIf(
        name ->
            there.contains(name)
                || Set.of("APIGatewayV2HTTPEvent", "LambdaHttpHandler").contains(name));
    named.removeIf(name -> page.contains('`' + name + "` of the client") || name.contains("-"));
    named.removeAll(Set.of("Expect", "Transfer", "Content", "Connection", "X"));
    assertEquals(Set.of(), named);
  }
}

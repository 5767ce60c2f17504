package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of the sources in CONTRIBUTING.md, and the description that each package has. */
class MapTest {
  private static final Path MAIN = Path.of("src/main/java/dev/larder");

  private static final Pattern PACKAGE = Pattern.compile("[a-z]+(?:\\.[a-z]+)*");
  private static final Pattern CLASS = Pattern.compile("`@?([A-Z]\\w+)`");
  private static final Pattern SOURCE = Pattern.compile("`([\\w/]+/\\w+\\.java)`");
  private static final Pattern FILE = Pattern.compile("`((?:src|deploy|\\.ci)/[^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\{@link[\\s*]+(\\w+)}");

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?dev\\.larder\\.([a-z.]+)\\.[A-Z]", Pattern.MULTILINE);

  /** Classes and annotations of libraries. */
  private static final Set<String> FOREIGN =
      Set.of("APIGatewayV2HTTPEvent", "QuarkusTest", "Singleton");

  private final String page = read(Path.of("CONTRIBUTING.md"));
  private final String map = page.substring(page.indexOf("## Map"), page.indexOf("## Rules"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toSet());
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(match.groupCount()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String packageOf(Path source) {
    return MAIN.relativize(source.getParent()).toString().replace('/', '.');
  }

  /** The packages of each line of the picture, from the top. */
  private List<Set<String>> picture() {
    Matcher picture = Pattern.compile("```\n(.*?)```", Pattern.DOTALL).matcher(map);
    assertTrue(picture.find());
    return picture
        .group(1)
        .lines()
        .map(line -> found(PACKAGE, line.replaceFirst("#.*", "")))
        .filter(packages -> !packages.isEmpty())
        .toList();
  }

  @Test
  void thePictureHasEveryPackageAndNoOther() throws IOException {
    Set<String> packages =
        sources(MAIN).stream()
            .map(MapTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> drawn = new TreeSet<>();
    picture().forEach(drawn::addAll);
    assertEquals(packages, drawn);
  }

  @Test
  void noPackageUsesOneThatIsDrawnAboveIt() throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    List<Set<String>> picture = picture();
    for (int line = 0; line < picture.size(); line++) {
      for (String name : picture.get(line)) {
        lines.put(name, line);
      }
    }
    Set<String> upward = new TreeSet<>();
    for (Path source : sources(MAIN)) {
      String user = packageOf(source);
      for (String used : found(IMPORT, read(source))) {
        if (lines.get(used) < lines.get(user)) {
          upward.add(user + " uses " + used);
        }
      }
    }
    assertEquals(Set.of(), upward);
  }

  @Test
  void everyClassAndFileThatTheMapNamesIsThere() throws IOException {
    Set<String> there = new TreeSet<>(FOREIGN);
    for (Path folder : Set.of(Path.of("src/main/java"), Path.of("src/test/java"))) {
      sources(folder)
          .forEach(file -> there.add(file.getFileName().toString().replace(".java", "")));
    }
    Set<String> classes = found(CLASS, map);
    assertTrue(classes.contains("InvocationHandler"), classes::toString);
    classes.removeAll(there);
    assertEquals(Set.of(), classes);

    Set<String> sources = found(SOURCE, map);
    assertTrue(sources.contains("item/ItemResource.java"), sources::toString);
    sources.removeIf(source -> Files.isRegularFile(MAIN.resolve(source)));
    assertEquals(Set.of(), sources);

    Set<String> files = new TreeSet<>();
    found(FILE, page).forEach(command -> files.addAll(List.of(command.split(" "))));
    files.removeIf(file -> Files.exists(Path.of(file)));
    assertEquals(Set.of(), files);
  }

  @Test
  void everyPackageSaysWhereToBegin() throws IOException {
    for (Path folder : sources(MAIN).stream().map(Path::getParent).collect(Collectors.toSet())) {
      Path info = folder.resolve("package-info.java");
      assertTrue(Files.isRegularFile(info), info + " is missing");
      Set<String> named = found(LINK, read(info));
      assertTrue(!named.isEmpty(), info + " names no class");
      named.removeIf(name -> Files.isRegularFile(folder.resolve(name + ".java")));
      assertEquals(Set.of(), named, info::toString);
    }
  }
}
